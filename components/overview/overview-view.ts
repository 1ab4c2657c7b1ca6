import { splitUrlList } from "@/components/filters/url-list";
import { type Goal, stagesOf } from "@/lib/goals/definition";
import type { OverviewParams } from "./overview-params";
import { isSourceName, type SourceName } from "./source-fields";
import { maxLines } from "./trend-looks";

export type OverviewView = {
  macros: Goal[];
  micros: Goal[];
  /** The macro goal that the ladder and the trend lead to; null while there is none. */
  aim: Goal | null;
  /** Keys of the micro goals drawn as lines. */
  lines: string[];
  /** How visitors are told apart. */
  source: SourceName;
  notices: string[];
};

const stageOrder: readonly string[] = [...stagesOf.micro, ...stagesOf.macro];
const byStage = (a: Goal, b: Goal) => stageOrder.indexOf(a.stage) - stageOrder.indexOf(b.stage);

/** The goals in the order of their stages, and which of them the address asks for. */
export const readOverviewView = (params: OverviewParams, goals: readonly Goal[]): OverviewView => {
  const notices: string[] = [];
  const macros = goals.filter((goal) => goal.tier === "macro").toSorted(byStage);
  const micros = goals.filter((goal) => goal.tier === "micro").toSorted(byStage);
  const asked = macros.find((goal) => goal.key === params.aim);
  const aim = asked ?? macros[0] ?? null;
  if (params.aim !== null && asked === undefined)
    notices.push(`There is no macro goal “${params.aim}”.${aim ? ` Showing ${aim.name}.` : ""}`);
  const source = params.src ?? "channel";
  if (!isSourceName(source)) notices.push(`Visitors cannot be told apart by “${source}”. Showing channels.`);
  return {
    macros,
    micros,
    aim,
    lines: readLines(params.lines, micros, notices),
    source: isSourceName(source) ? source : "channel",
    notices,
  };
};

const readLines = (text: string | null, micros: readonly Goal[], notices: string[]): string[] => {
  // What lies closest to the aim is on its scale.
  if (text === null) return micros.slice(-1).map((goal) => goal.key);
  if (text === "none") return [];
  const keys = [...new Set(splitUrlList(text))];
  const known = keys.filter((key) => micros.some((goal) => goal.key === key));
  const unknown = keys.filter((key) => !known.includes(key));
  if (unknown.length > 0)
    notices.push(
      `There is no small step ${unknown.map((key) => `“${key}”`).join(", ")}, so its line is missing.`,
    );
  if (known.length > maxLines) notices.push(`Only the first ${maxLines} lines are drawn.`);
  return known.slice(0, maxLines);
};
