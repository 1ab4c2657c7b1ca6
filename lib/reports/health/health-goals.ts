import { AppError } from "@/lib/errors";
import type { Goal } from "@/lib/goals/definition";
import { roomForMatchers } from "../open-units";
import { type Range, resolveRange } from "../range";
import { askedGoal, type ReportContext } from "../report";
import type { Question } from "./definition";

export const dayMs = 86_400_000;
export const hourMs = 3_600_000;

/** What is usual is taken from so long before the range. */
const usualMs = 28 * dayMs;

/** The goals that are looked at, without those that were deleted. Throws `invalid` for one that never was. */
export const healthGoals = (question: Question, context: ReportContext): readonly Goal[] =>
  question.goals?.flatMap((key, place) => askedGoal(key, `goals.${place}`, context) ?? []) ?? context.goals;

/** The goals without what they are worth, which is of no interest here: no column of it is read. */
export const valueless = (goals: readonly Goal[]): Goal[] =>
  goals.map((goal) => ({ ...goal, value: { none: true } }));

/** The times of a question, ms since 1970: `start` is where what is usual begins, `end` where the watch does. */
export type Watch = { range: Range; start: number; end: number; hours: number };

export const watchOf = (question: Question, { project, now }: ReportContext): Watch => {
  const range = resolveRange(question, project.timezone, now);
  const start = range.from - usualMs;
  const end = Math.min(range.to, range.asOf);
  return { range, start, end, hours: Math.max(0, Math.ceil((end - start) / hourMs)) };
};

const mostScans = 10;

/**
 * The places of goals that are looked for in one scan each, so that any two goals meet in one. Throws `invalid` for more
 * scans than a question may cost.
 */
export const scansOf = (question: Question, context: ReportContext): number[][] => {
  const places = [...healthGoals(question, context).keys()];
  const room = roomForMatchers([question.segment], context);
  if (places.length <= room) return [places];
  const size = Math.max(1, room >> 1);
  const blocks = Array.from({ length: Math.ceil(places.length / size) }, (_, n) =>
    places.slice(n * size, (n + 1) * size),
  );
  const scans = blocks.flatMap((one, n) => blocks.slice(n + 1).map((other) => [...one, ...other]));
  if (scans.length > mostScans)
    throw new AppError(
      "invalid",
      `${places.length} goals at once take too long${question.segment ? " with this segment" : ""}. Name fewer in goals.`,
      "goals",
    );
  return scans;
};
