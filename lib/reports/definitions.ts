import type { Adjustment } from "@/lib/adjustments/definition";
import type { SavedFunnel } from "@/lib/funnels/definition";
import type { Goal } from "@/lib/goals/definition";
import type { SegmentFilter } from "@/lib/matching/definition";
import type { CurrencyRate } from "@/lib/rates/definition";
import type { Project } from "@/lib/tenancy/definition";
import { type ReportContext, rulesOf } from "./report";

/** What questions of one project are judged by. Plain data. */
export type Definitions = {
  project: Project;
  goals: readonly Goal[];
  /** The goals as they were at the times that questions name (`definedAt`), by the text of the time. */
  goalsAt: ReadonlyMap<string, readonly Goal[]>;
  /** Keys of goals that were deleted: what still names them is answered for the rest. */
  deletedGoals: ReadonlySet<string>;
  /** Saved segments by key. */
  segments: ReadonlyMap<string, SegmentFilter>;
  /** Saved funnels by key. */
  funnels: ReadonlyMap<string, SavedFunnel>;
  /** Rates into the project's currency, where a question needs them. */
  rates: readonly CurrencyRate[];
  /** What became of orders: by time, then receipt. */
  adjustments: readonly Adjustment[];
  /** Some visitors are known for a day only. */
  hasCookieless: boolean;
};

/** What one question is judged by, `now` in ms since 1970. */
export const contextOf = (
  { goals, goalsAt, deletedGoals, hasCookieless: _, ...definitions }: Definitions,
  now: number,
  definedAt?: string,
): ReportContext => {
  const judging = (definedAt === undefined ? undefined : goalsAt.get(definedAt)) ?? goals;
  return { ...definitions, goals: judging, rules: rulesOf(judging, deletedGoals), now };
};
