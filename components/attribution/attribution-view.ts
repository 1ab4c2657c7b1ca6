import { windowLabel } from "@/components/funnel/window-text";
import type { Goal } from "@/lib/goals/definition";
import type { AttributionModel, TouchKey } from "@/lib/reports/attribution/definition";
import type { AttributionParams } from "./attribution-params";
import { modelWords, touchWords } from "./attribution-words";
import { isSort, type Sort } from "./sort-rows";

const dayMs = 86_400_000;

/** How far back touches count, as the address names it. */
export const lookbacks = { "7d": 7 * dayMs, "30d": 30 * dayMs, "90d": 90 * dayMs } as const;
export type Lookback = keyof typeof lookbacks;

/** How many rows there are beside "Other" where each has many numbers. */
export const touchLimit = 10;

export type AttributionView = {
  /** What conversions are divided of; null without goals. */
  goal: Goal | null;
  /** Macro goals first, then the small steps. */
  goals: Goal[];
  model: AttributionModel;
  by: TouchKey;
  lookback: Lookback;
  lookbackMs: number;
  /** "30 days". */
  lookbackWords: string;
  sort: Sort;
  notices: string[];
};

const isOneOf = <T extends string>(names: Record<T, unknown>, text: string): text is T =>
  Object.hasOwn(names, text);

/** Gives the page's part of the address its meaning. */
export const readAttributionView = (
  params: AttributionParams,
  unit: "visitor" | "session",
  known: readonly Goal[],
): AttributionView => {
  const notices: string[] = [];
  const choose = <T extends string>(
    names: Record<T, unknown>,
    text: string | null,
    standard: T,
    problem: (text: string) => string,
  ): T => {
    if (text === null || isOneOf(names, text)) return text ?? standard;
    notices.push(problem(text));
    return standard;
  };
  const goals = known.toSorted((a, b) => Number(a.tier === "micro") - Number(b.tier === "micro"));
  const asked = goals.find(({ key }) => key === params.goal);
  // One that brings money says more.
  const standard = goals.find(({ tier, value }) => tier === "macro" && !("none" in value)) ?? goals[0];
  const goal = asked ?? standard ?? null;
  if (params.goal !== null && !asked)
    notices.push(`There is no goal “${params.goal}”.${goal ? ` Showing ${goal.name}.` : ""}`);
  const model = choose(
    modelWords,
    params.model,
    "lastNonDirect",
    (text) => `There is no model “${text}”. Showing ${modelWords.lastNonDirect.name}.`,
  );
  const by = choose(
    touchWords,
    params.by,
    "channel",
    (text) => `Visits cannot be told apart by “${text}”. Showing channels.`,
  );
  const lookback = choose(
    lookbacks,
    params.lookback,
    "30d",
    (text) => `One cannot look back “${text}”. Looking back 30 days.`,
  );
  if (params.sort !== null && !isSort(params.sort))
    notices.push(`Rows cannot be sorted by “${params.sort}”.`);
  if (unit === "session") notices.push("Attribution counts visitors, whatever the bar says.");
  return {
    goal,
    goals,
    model,
    by,
    lookback,
    lookbackMs: lookbacks[lookback],
    lookbackWords: windowLabel(lookbacks[lookback]),
    sort: params.sort !== null && isSort(params.sort) ? params.sort : "credit",
    notices,
  };
};
