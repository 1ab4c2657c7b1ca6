import { isField } from "@/components/filters/fields";
import { splitUrlList, unescapeValue } from "@/components/filters/url-list";
import type { SavedFunnel } from "@/lib/funnels/definition";
import type { Goal } from "@/lib/goals/definition";
import { eventField, type Matcher } from "@/lib/matching/definition";
import type { FunnelStep } from "@/lib/reports/funnel/definition";
import { type FunnelDefinition, orders, repairFunnel } from "./funnel-definition";
import type { FunnelParams } from "./funnel-params";
import { firstAim, pathTo } from "./path-to";
import { readExclusions, readSteps } from "./read-steps";
import { defaultWindowMs, windowMsOf } from "./window-text";

/** Where along the journey the value of a breakdown is taken. */
export type At = "entry" | "last" | "first" | { step: number };

export type FunnelView = {
  definition: FunnelDefinition;
  /** It is the project's own ladder. */
  isDefault: boolean;
  by: string | null;
  at: At;
  /** The saved funnel that the address names. */
  saved: SavedFunnel | null;
  /** The address states another funnel than what is saved. */
  isChanged: boolean;
  notices: string[];
};

const defaultBy = "device";
const longestName = { goal: 63, event: 200, page: 2048 } as const;

/** Gives the funnel's part of the address its meaning. */
export const readFunnelView = (
  params: FunnelParams,
  goals: readonly Goal[],
  savedFunnels: readonly SavedFunnel[],
): FunnelView => {
  const notices: string[] = [];
  const saved = savedFunnels.find(({ key }) => key === params.funnel) ?? null;
  if (params.funnel !== null && saved === null)
    notices.push(`There is no saved funnel “${params.funnel}”. It may have been deleted.`);
  const ladder: FunnelDefinition = { ...plain, steps: defaultSteps(goals) };
  const asked = params.steps === null && saved ? savedDefinition(saved) : readAsked(params, goals, notices);
  const start = asked.steps.length > 0 ? asked : { ...asked, steps: ladder.steps };
  const { definition, notices: repairs } = repairFunnel(start);
  return {
    definition,
    isDefault: saved === null && same(definition, { ...ladder, windowMs: definition.windowMs }),
    ...readBreakdown(params, saved, definition, notices),
    saved,
    isChanged: saved !== null && !same(definition, savedDefinition(saved)),
    notices: [...notices, ...repairs],
  };
};

const plain: FunnelDefinition = {
  steps: [],
  order: "ordered",
  windowMs: defaultWindowMs,
  exclude: [],
  holdConstant: [],
};

const same = (a: FunnelDefinition, b: FunnelDefinition): boolean => JSON.stringify(a) === JSON.stringify(b);

const savedDefinition = ({ question }: SavedFunnel): FunnelDefinition => ({
  steps: question.steps,
  order: question.order,
  windowMs: question.windowMs,
  exclude: question.exclude,
  holdConstant: question.holdConstant,
});

const readAsked = (params: FunnelParams, goals: readonly Goal[], notices: string[]): FunnelDefinition => {
  const windowMs = params.window === null ? defaultWindowMs : windowMsOf(params.window);
  if (windowMs === null) notices.push(`There is no window “${params.window}”. Steps may take 7 days in all.`);
  const order = params.order === null ? "ordered" : orders.find((one) => one === params.order);
  if (order === undefined) notices.push(`There is no order “${params.order}”. Steps come in their order.`);
  const { exclude, unread } = readExclusions(params.exclude ?? "");
  for (const entry of unread) notices.push(`“${entry}” is not something to exclude, so nothing is.`);
  const held = splitUrlList(params.hold ?? "").map(unescapeValue);
  const isHeld = (field: string) => eventField.safeParse(field).success;
  for (const field of held.filter((field) => !isHeld(field)))
    notices.push(`There is no field “${field}” to hold constant.`);
  return {
    steps: params.steps === null ? [] : readAskedSteps(params.steps, goals, notices),
    order: order ?? "ordered",
    windowMs: windowMs ?? defaultWindowMs,
    exclude: exclude.filter((one) => knowsGoals(one, goals, notices)),
    holdConstant: [...new Set(held.filter(isHeld))].slice(0, 3),
  };
};

const readAskedSteps = (text: string, goals: readonly Goal[], notices: string[]): FunnelStep[] => {
  const { steps, unread } = readSteps(text);
  const known = steps.filter((step) => knowsGoals(step, goals, notices));
  for (const entry of unread) notices.push(`“${entry}” is not a step, so the funnel goes without it.`);
  if (known.length === 0) notices.push("None of the steps is known here. Showing your goals in order.");
  return known;
};

/** Whether every goal of a matcher is there and every name short enough to be one; says so where not. */
const knowsGoals = (matcher: Matcher, goals: readonly Goal[], notices: string[]): boolean => {
  if ("any" in matcher) return matcher.any.every((part) => knowsGoals(part, goals, notices));
  if ("engaged" in matcher) return true;
  const [kind, value] =
    "goal" in matcher
      ? (["goal", matcher.goal] as const)
      : "event" in matcher
        ? (["event", matcher.event] as const)
        : (["page", matcher.page] as const);
  const fits = kind === "goal" ? goals.some(({ key }) => key === value) : value.length <= longestName[kind];
  if (!fits) notices.push(`There is no ${kind} “${value}”, so the funnel goes without that step.`);
  return fits;
};

const readBreakdown = (
  { by, at, steps }: FunnelParams,
  saved: SavedFunnel | null,
  definition: FunnelDefinition,
  notices: string[],
): { by: string | null; at: At } => {
  const kept = steps === null ? saved?.question.breakdown : undefined;
  const field = by ?? kept?.by ?? (steps === null && saved ? "none" : defaultBy);
  const isKnown = isField(field) || eventField.safeParse(field).success;
  if (field !== "none" && !isKnown) notices.push(`There is no field “${field}” to break the funnel down by.`);
  if (at === null) return { by: isKnown ? field : null, at: kept?.at ?? "entry" };
  const place = readAt(at, definition.steps.length);
  if (place === null)
    notices.push(`A breakdown is taken at entry, last, first or the number of a step, not at “${at}”.`);
  return { by: isKnown ? field : null, at: place ?? "entry" };
};

const readAt = (text: string, steps: number): At | null => {
  if (text === "entry" || text === "last" || text === "first") return text;
  return /^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= steps ? { step: Number(text) } : null;
};

/** The project's own path, as steps. */
export const defaultSteps = (goals: readonly Goal[]): FunnelStep[] =>
  pathTo(firstAim(goals), goals).map((goal) => ({ goal: goal.key }));
