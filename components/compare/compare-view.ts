import type { NamedSegment } from "@/components/filters/report-view";
import { readSteps } from "@/components/funnel/read-steps";
import { defaultWindowMs, windowLabel, windowMsOf } from "@/components/funnel/window-text";
import type { Goal } from "@/lib/goals/definition";
import type { Unit } from "@/lib/reports/definition";
import type { CompareParams } from "./compare-params";
import { type Compared, comparedName, readCompared } from "./compared";
import type { Metric } from "./metric";

export type ComparedRow = { compared: Compared; name: string };

export type CompareView = {
  rows: ComparedRow[];
  /** The place of the row the others are compared with. */
  base: number;
  /** Null while the project has no goal and no money to compare. */
  metric: Metric | null;
  unit: Unit;
  notices: string[];
};

type Defined = {
  goals: readonly Goal[];
  funnels: readonly { key: string; name: string }[];
  segments: readonly NamedSegment[];
};

/** Gives the comparison's part of the address its meaning. */
export const readCompareView = (params: CompareParams, unit: Unit, defined: Defined): CompareView => {
  const notices: string[] = [];
  const metric = readMetric(params, defined, notices);
  const rows = readRows(params.segments ?? "", defined.segments, notices);
  const base = Number(params.base ?? 1) - 1;
  const isRow = rows[base] !== undefined;
  if (!isRow && params.base !== null)
    notices.push(`There is no row ${params.base} to compare with. The first one is the baseline.`);
  if (metric?.kind === "revenue" && unit === "session")
    notices.push("Revenue per visitor counts visitors, whatever the bar says.");
  return {
    rows,
    base: isRow ? base : 0,
    metric,
    unit: metric?.kind === "revenue" ? "visitor" : unit,
    notices,
  };
};

const readRows = (text: string, segments: readonly NamedSegment[], notices: string[]): ComparedRow[] => {
  const { compared, unread } = readCompared(text);
  for (const entry of unread) notices.push(`“${entry}” is not a segment we know, so it is not compared.`);
  const rows: ComparedRow[] = [];
  for (const one of compared) {
    const name = comparedName(one, segments);
    if (one.kind === "saved" && !segments.some(({ key }) => key === one.key))
      notices.push(`There is no segment “${one.key}”, so it is not compared.`);
    else if (rows.some((row) => row.name === name)) notices.push(`${name} is compared once, not twice.`);
    else rows.push({ compared: one, name });
  }
  return rows;
};

const firstMetric = (goals: readonly Goal[]): Metric | null => {
  const goal = goals.find(({ tier }) => tier === "macro") ?? goals[0];
  return goal ? { kind: "goal", key: goal.key, name: goal.name } : null;
};

const readOwnSteps = (
  { steps, window }: Pick<CompareParams, "steps" | "window">,
  goals: readonly Goal[],
  notices: string[],
): Metric => {
  const asked = window === null ? defaultWindowMs : windowMsOf(window);
  if (asked === null)
    notices.push(`There is no window “${window}”. Steps may take ${windowLabel(defaultWindowMs)} in all.`);
  const { steps: read, unread } = readSteps(steps ?? "");
  for (const entry of unread) notices.push(`“${entry}” is not a step, so the funnel goes without it.`);
  const known = read.filter((step) => !("goal" in step) || goals.some(({ key }) => key === step.goal));
  if (known.length < read.length)
    notices.push("A step names a goal that is not there, so the funnel goes without it.");
  return { kind: "steps", steps: known, windowMs: asked ?? defaultWindowMs };
};

const readMetric = (
  { metric, steps, window }: CompareParams,
  { goals, funnels }: Defined,
  notices: string[],
): Metric | null => {
  const standard = firstMetric(goals);
  if (metric === null) return standard;
  if (metric === "revenue") return { kind: "revenue" };
  if (metric === "steps") return readOwnSteps({ steps, window }, goals, notices);
  const [, kind, key] = /^(goal|funnel):(.+)$/.exec(metric) ?? [];
  const found =
    kind === "goal" ? goals.find((one) => one.key === key) : funnels.find((one) => one.key === key);
  if (kind && found) return { kind: kind === "goal" ? "goal" : "saved", key: found.key, name: found.name };
  notices.push(
    `There is no ${kind ?? "measure"} “${key ?? metric}” to compare by.${standard?.kind === "goal" ? ` Comparing by ${standard.name}.` : ""}`,
  );
  return standard;
};
