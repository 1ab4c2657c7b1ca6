import type { z } from "zod";
import type { Journey } from "@/lib/journeys/journey";
import type { Part } from "@/lib/journeys/part";
import { type Range, resolveInstant } from "../range";
import type { ReportContext } from "../report";
import type { journeyQuestion } from "./definition";

export type Question = z.output<typeof journeyQuestion>;

/** What of the log the question sees, and of which visitor. */
export type Seen = Pick<Question, "basis" | "includeBots"> & {
  range: Range;
  isAbout: (journey: Journey) => boolean;
};

export const seenBy = (
  { asOf, basis, includeBots }: Question,
  part: Part,
  { project, now }: ReportContext,
): Seen => ({
  basis,
  includeBots,
  range: {
    from: Number.NEGATIVE_INFINITY,
    to: Number.POSITIVE_INFINITY,
    asOf: asOf === undefined ? now : resolveInstant(asOf, project.timezone, "asOf"),
  },
  isAbout: ({ visitor }) => part.visitor === undefined || part.visitor === visitor,
});
