import { previousRange } from "@/lib/calendar/previous-range";
import { AppError } from "@/lib/errors";
import { atPath } from "../at-path";
import { type Range, resolveRange } from "../range";
import type { ReportContext } from "../report";
import type { Question } from "./definition";

/** The clock of the range to compare with: both had equal time, since their end or, while the asked one runs, since they began. */
const clockOf = ({ from, to, asOf }: Range, other: { from: number; to: number }): number => {
  const alike = asOf >= to ? other.to + (asOf - to) : Math.min(other.to, other.from + (asOf - from));
  return Math.min(alike, asOf);
};

/** The asked range and the one it is compared with. Throws `invalid` with a path. */
export const comparedRanges = (
  question: Pick<Question, "from" | "to" | "asOf" | "compareTo">,
  { project: { timezone }, now }: Pick<ReportContext, "project" | "now">,
): { after: Range; before: Range } => {
  const after = resolveRange(question, timezone, now);
  const { compareTo } = question;
  if (!compareTo) return { after, before: previousRange(after, timezone) };
  const before = atPath(
    (inner) => `compareTo.${inner}`,
    () => resolveRange(compareTo, timezone, now),
  );
  if (before.from < after.to && after.from < before.to)
    throw new AppError(
      "invalid",
      "The two periods overlap, so one cannot be compared with the other. Let one end before the other begins.",
      "compareTo",
    );
  return { after, before: { ...before, asOf: clockOf(after, before) } };
};
