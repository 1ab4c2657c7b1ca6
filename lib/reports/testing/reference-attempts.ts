import type { z } from "zod";
import type { Matcher } from "@/lib/matching/definition";
import type { funnelQuestion } from "../funnel/definition";
import { inOrder, type Seen } from "./reference-journeys";
import { type Judged, matches, scalarsOf } from "./reference-matching";

type Question = z.output<typeof funnelQuestion>;

/** An attempt: the event of each row, the step it stands for, and until when the next required one may come. */
export type Attempt = {
  entry: Seen;
  rows: readonly (Seen | undefined)[];
  steps: readonly number[];
  reached: number;
  until: number;
};

const isAfter = (event: Seen, other: Seen): boolean => inOrder(other, event) < 0 && event !== other;

/** Every combination of one value a field. */
const combinations = (lists: readonly (readonly string[])[]): string[][] =>
  lists.reduce<string[][]>((all, list) => all.flatMap((some) => list.map((value) => [...some, value])), [[]]);

const textsOf = (event: Seen, field: string): string[] => [...new Set(scalarsOf(event, field).map(String))];

/** What attempts from this entry may hold constant; missing equals nothing. */
const heldAt = (entry: Seen, { holdConstant }: Question): (string[] | "nothing")[] => {
  const held = combinations(holdConstant.map((field) => textsOf(entry, field)));
  return held.length > 0 ? held : ["nothing"];
};

/** All that an attempt is judged by. */
type Setting = {
  question: Question;
  judged: Judged;
  events: readonly Seen[];
  entry: Seen;
  held: string[] | "nothing";
};

const isStep = (event: Seen, step: Matcher, { question, judged, held }: Setting): boolean =>
  held !== "nothing" &&
  question.holdConstant.every((field, f) => textsOf(event, field).includes(held[f] ?? "")) &&
  matches(event, step, judged);

const isRequired = ({ optional }: { optional?: boolean }): boolean => !optional;
const automatic = ["Page Engaged", "Web Vitals", "Element Clicked"];

/** Required steps, each the earliest later event, as far as time lets them; and when it runs out. */
const takeRequired = (
  setting: Setting,
): { taken: (Seen | undefined)[]; deadline: number; isWhole: boolean } => {
  const { entry, events, question } = setting;
  const windowEnd = entry.at + question.windowMs;
  const taken: (Seen | undefined)[] = question.steps.map(() => undefined);
  taken[0] = entry;
  let last = entry;
  for (const [k, step] of question.steps.entries()) {
    if (k === 0 || step.optional) continue;
    const before = last;
    const deadline = Math.min(windowEnd, before.at + (step.withinMs ?? question.windowMs));
    const next = events.find((event) => isAfter(event, before) && isStep(event, step, setting));
    if (!next || next.at > deadline) return { taken, deadline, isWhole: false };
    taken[k] = next;
    last = next;
  }
  return { taken, deadline: windowEnd, isWhole: true };
};

/** Optional steps, each the earliest unused event between its required neighbours. */
const takeOptional = (taken: (Seen | undefined)[], deadline: number, setting: Setting): void => {
  const { steps } = setting.question;
  for (const [k, step] of steps.entries()) {
    if (!step.optional) continue;
    const left = taken[steps.findLastIndex((one, j) => j < k && isRequired(one))];
    const right = taken[steps.findIndex((one, j) => j > k && isRequired(one))];
    if (!left) continue;
    const found = setting.events.find(
      (event) =>
        isAfter(event, left) &&
        (right ? isAfter(right, event) : event.at <= deadline) &&
        !taken.includes(event) &&
        isStep(event, step, setting),
    );
    if (found && found.at <= left.at + (step.withinMs ?? Number.POSITIVE_INFINITY)) taken[k] = found;
  }
};

/** Where exclusions and, if strict, other events end the attempt. */
const endsOf = (taken: readonly (Seen | undefined)[], deadline: number, setting: Setting) => {
  const { question, judged, events, entry } = setting;
  const { steps, exclude, order } = question;
  const alive = events.filter((event) => isAfter(event, entry) && event.at <= deadline);
  const excluded = exclude.flatMap((exclusion) => {
    const from = taken[exclusion.after - 1];
    const nextRequired = steps.findIndex((step, k) => k > exclusion.before - 1 && isRequired(step));
    const to = taken[exclusion.before - 1] ?? taken[nextRequired];
    return alive
      .filter((event) => from && isAfter(event, from) && (!to || isAfter(to, event)))
      .filter((event) => matches(event, exclusion, judged))
      .map((event) => ({ event, discards: exclusion.mode === "discard" }));
  });
  const others =
    order === "strict"
      ? alive.filter((event) => !automatic.includes(event.name) && !taken.includes(event))
      : [];
  return [...excluded, ...others.map((event) => ({ event, discards: false }))];
};

const attemptInOrder = (setting: Setting): Attempt | null => {
  const { entry, question, held } = setting;
  const { taken, deadline, isWhole } = takeRequired(setting);
  takeOptional(taken, deadline, setting);
  const ends = endsOf(taken, deadline, setting).sort((a, b) => inOrder(a.event, b.event));
  const stop = ends[0]?.event;
  if (ends.some(({ event, discards }) => event === stop && discards)) return null;
  const rows = taken.map((event) => (event && (!stop || isAfter(stop, event)) ? event : undefined));
  return {
    entry,
    rows,
    steps: question.steps.map((_, k) => k),
    reached: question.steps.filter((step, k) => isRequired(step) && rows[k]).length,
    until: stop || isWhole || held === "nothing" ? Number.NEGATIVE_INFINITY : deadline,
  };
};

const attemptInAnyOrder = (setting: Setting): Attempt => {
  const { entry, events, question, judged, held } = setting;
  const windowEnd = entry.at + question.windowMs;
  const steps = [question.steps.findIndex((step) => matches(entry, step, judged))];
  const rows = [entry];
  for (const event of events) {
    if (!isAfter(event, entry) || event.at > windowEnd) continue;
    const empty = question.steps.findIndex((step, k) => !steps.includes(k) && isStep(event, step, setting));
    if (empty < 0) continue;
    steps.push(empty);
    rows.push(event);
  }
  const until = held === "nothing" ? Number.NEGATIVE_INFINITY : windowEnd;
  return { entry, rows, steps, reached: rows.length, until };
};

/** The attempt with most steps, of equals the one that begins first. */
export const bestAttempt = (
  question: Question,
  judged: Judged,
  /** Those that an attempt may begin with, and all that it may use. */
  { entries, events }: { entries: readonly Seen[]; events: readonly Seen[] },
): Attempt | null => {
  let best: Attempt | null = null;
  const first = question.order === "unordered" ? question.steps : question.steps.slice(0, 1);
  for (const entry of entries) {
    if (!first.some((step) => matches(entry, step, judged))) continue;
    for (const held of heldAt(entry, question)) {
      const setting = { question, judged, events, entry, held };
      const attempt = question.order === "unordered" ? attemptInAnyOrder(setting) : attemptInOrder(setting);
      if (attempt && attempt.reached > (best?.reached ?? 0)) best = attempt;
    }
  }
  return best;
};
