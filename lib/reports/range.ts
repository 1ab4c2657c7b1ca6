import { parseInstant } from "@/lib/calendar/parse-instant";
import { previousRange } from "@/lib/calendar/previous-range";
import { AppError } from "@/lib/errors";
import { longestRangeDays } from "./longest-range";
import type { ReportContext } from "./report";

/** A resolved range, ms since 1970: `from` inclusive, `to` exclusive, the clock of the question `asOf`. */
export type Range = { from: number; to: number; asOf: number };

const longestMs = longestRangeDays * 86_400_000;

/** An instant of a question, ms since 1970. Throws `invalid` with the path for a text that is none. */
export const resolveInstant = (text: string, timezone: string, path: string): number => {
  const at = parseInstant(text, timezone);
  if (at === null)
    throw new AppError(
      "invalid",
      `${JSON.stringify(text)} is not a time. Write 2026-11-01T09:30:00Z, or 2026-11-01 for a whole day.`,
      path,
    );
  return at;
};

/** Reads the range of a question in the project's timezone. */
export const resolveRange = (
  question: { from: string; to: string; asOf?: string },
  timezone: string,
  now: number,
): Range => {
  const from = resolveInstant(question.from, timezone, "from");
  const to = resolveInstant(question.to, timezone, "to");
  if (to <= from)
    throw new AppError(
      "invalid",
      "The range ends before it starts: `to` is exclusive and comes after `from`.",
      "to",
    );
  if (to - from > longestMs) throw new AppError("invalid", "A range covers at most 25 months.", "to");
  return {
    from,
    to,
    asOf: question.asOf === undefined ? now : resolveInstant(question.asOf, timezone, "asOf"),
  };
};

/** The range of a question, and after it the one before if the question compares. */
export const rangesOf = (
  question: { from: string; to: string; asOf?: string; previous: boolean },
  { project, now }: Pick<ReportContext, "project" | "now">,
): readonly Range[] => {
  const range = resolveRange(question, project.timezone, now);
  return question.previous ? [range, previousRange(range, project.timezone)] : [range];
};
