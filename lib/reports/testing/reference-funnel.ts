import type { z } from "zod";
import type { GoalValue } from "@/lib/goals/definition";
import type { Matcher } from "@/lib/matching/definition";
import { kaplanMeier } from "@/lib/statistics/kaplan-meier";
import { summarise } from "@/lib/statistics/quantile";
import { proportion } from "@/lib/statistics/wilson";
import type { FunnelStepNumbers, funnelQuestion } from "../funnel/definition";
import type { Seen } from "./reference-journeys";
import { matches, sumMoney, textOf, worthOf } from "./reference-matching";
import {
  type CountedUnit,
  firstText,
  groupRows,
  type Range,
  rangeBefore,
  rangeOf,
  type Scene,
  sceneOf,
} from "./reference-units";
import type { World } from "./world";

type Question = z.output<typeof funnelQuestion>;
/** A unit's reported attempt: the event of each reached step, and whether it can still go on. */
type Reported = { unit: CountedUnit; events: readonly Seen[]; entry: Seen; open: boolean };

const dayMs = 86_400_000;

/** The earliest later event of each next step, as far as the window lets it. */
const attemptFrom = (
  entry: Seen,
  events: readonly Seen[],
  { steps, windowMs }: Question,
  scene: Scene,
): Seen[] => {
  const taken = [entry];
  for (const step of steps.slice(1)) {
    const rest = events.slice(events.indexOf(taken.at(-1) ?? entry) + 1);
    const next = rest.find((event) => event.at <= entry.at + windowMs && matches(event, step, scene.judged));
    if (!next) break;
    taken.push(next);
  }
  return taken;
};

const sessionMayGoOn = ({ session }: CountedUnit, asOf: number, gapMs: number): boolean => {
  if (!session || session.explicit) return true;
  const active = session.events.filter((event) => !event.passive);
  const started = active[0]?.at ?? 0;
  const last = active.at(-1)?.at ?? 0;
  return asOf <= last + gapMs && asOf <= started + dayMs;
};

const reportedOf = (
  unit: CountedUnit,
  question: Question,
  scene: Scene,
  range: Range,
  world: World,
): Reported[] => {
  const [first] = question.steps;
  const events = question.unit === "visitor" ? unit.visitor.events : unit.events;
  let best: Seen[] = [];
  for (const entry of unit.events) {
    if (!first || !matches(entry, first, scene.judged)) continue;
    const attempt = attemptFrom(entry, events, question, scene);
    if (attempt.length > best.length) best = attempt;
  }
  const [entry] = best;
  if (!unit.whole || !entry) return [];
  const inTime = range.asOf <= entry.at + question.windowMs;
  const open =
    best.length < question.steps.length &&
    inTime &&
    (question.unit === "visitor" || sessionMayGoOn(unit, range.asOf, world.project.sessionGapMs));
  return [{ unit, events: best, entry, open }];
};

const valueOfStep = (step: Matcher, world: World): GoalValue => {
  if ("event" in step) return { property: "property.revenue", currency: "property.currency" };
  if ("goal" in step) return world.goals.find((goal) => goal.key === step.goal)?.value ?? { none: true };
  return { none: true };
};

const labelOf = (step: Matcher, world: World): string => {
  if ("event" in step) return step.event;
  if ("page" in step) return step.page;
  if ("goal" in step) return world.goals.find((goal) => goal.key === step.goal)?.name ?? "";
  if ("any" in step) return step.any.map((part) => labelOf(part, world)).join(" or ");
  const { scrollPercent, seconds, page } = step.engaged;
  const scrolled = scrollPercent === undefined ? [] : [`${scrollPercent} % scrolled`];
  return [...scrolled, ...(seconds === undefined ? [] : [`${seconds} s engaged`]), page ?? []]
    .flat()
    .join(", ");
};

const maturedAt = (step: number, all: readonly Reported[], { windowMs }: Question, { asOf }: Range) => {
  const followed = all.filter(({ entry }) => asOf - entry.at >= windowMs).length;
  const reached = all.flatMap(({ entry, events }) => {
    const event = events[step];
    return event ? [event.at - entry.at] : [];
  });
  const open = all.filter((one) => one.open && !one.events[step]);
  const people = {
    events: Float64Array.from(reached),
    censored: Float64Array.from(open, ({ entry }) => asOf - entry.at),
    total: all.length,
  };
  return kaplanMeier(people, windowMs, followed);
};

const secondsBetween = (
  all: readonly Reported[],
  from: (one: Reported) => Seen,
  to: (one: Reported) => Seen,
) => summarise(all.map((one) => (to(one).at - from(one).at) / 1000));

const stepNumbers = (
  question: Question,
  all: readonly Reported[],
  range: Range,
  world: World,
): FunnelStepNumbers[] =>
  question.steps.map((step, k) => {
    const { goals, project } = world;
    const at = (one: Reported, place: number): Seen => one.events[place] ?? one.entry;
    const reached = all.filter(({ events }) => events.length > k);
    const before = all.filter(({ events }) => events.length >= k);
    const open = k === 0 ? [] : before.filter((one) => one.events.length === k && one.open);
    const money = (place: number, matcher: Matcher, units: readonly Reported[]) =>
      sumMoney(units.map((one) => worthOf(at(one, place), valueOfStep(matcher, world), project.currency)));
    const numbers = {
      label: labelOf(step, world),
      tier: "goal" in step ? goals.find((goal) => goal.key === step.goal)?.tier : undefined,
      reached: reached.length,
      open: open.length,
      fromPrevious: null,
      fromEntry: proportion(reached.length, all.length),
      secondsFromPrevious: null,
      secondsFromEntry: null,
      revenue: money(k, step, reached),
    };
    if (k === 0) return numbers;
    const dropped = before.length - reached.length - open.length;
    const last = question.steps.length - 1;
    const earned = money(
      last,
      question.steps[last] ?? step,
      all.filter(({ events }) => events.length > last),
    );
    const [only] = earned;
    const leaks = only && earned.length === 1 && reached.length > 0;
    return {
      ...numbers,
      dropped,
      fromPrevious: proportion(reached.length, before.length),
      matured: maturedAt(k, all, question, range),
      secondsFromPrevious: secondsBetween(
        reached,
        (one) => at(one, k - 1),
        (one) => at(one, k),
      ),
      secondsFromEntry: secondsBetween(
        reached,
        ({ entry }) => entry,
        (one) => at(one, k),
      ),
      leak: leaks
        ? { currency: only.currency, minor: Math.round((dropped * only.minor) / reached.length) + 0 }
        : null,
    };
  });

/** The value an attempt is grouped by; `undefined` when the step of the breakdown was not reached. */
const groupText = ({ unit, events, entry }: Reported, { by, at }: NonNullable<Question["breakdown"]>) => {
  if (at === "first") return firstText(unit.events, by);
  if (at === "entry") return textOf(entry, by);
  const event = at === "last" ? events.at(-1) : events[at.step - 1];
  return event && textOf(event, by);
};

const breakdownOf = (question: Question, all: readonly Reported[], range: Range, world: World) => {
  const { breakdown } = question;
  if (!breakdown) return undefined;
  const texts = all.map((one) => ({ one, text: groupText(one, breakdown), weight: 1 }));
  const having = texts.flatMap(({ one, text, weight }) =>
    text === undefined ? [] : [{ one, text, weight }],
  );
  const numbersOf = (units: readonly Reported[]) => ({
    entered: units.length,
    steps: stepNumbers(question, units, range, world),
  });
  const rows = groupRows(having, breakdown.limit).map(({ row, has }) => ({
    ...row,
    ...numbersOf(having.filter(({ text }) => has(text)).map(({ one }) => one)),
  }));
  const without = texts.filter(({ text }) => text === undefined).map(({ one }) => one);
  return [...rows, ...(without.length > 0 ? [{ value: null, notReached: true, ...numbersOf(without) }] : [])];
};

export const referenceFunnel = (question: Question, world: World) => {
  const attemptsIn = (range: Range) => {
    const scene = sceneOf(world, question, range);
    return { scene, all: scene.units.flatMap((unit) => reportedOf(unit, question, scene, range, world)) };
  };
  const range = rangeOf(question, world);
  const { all } = attemptsIn(range);
  const earlier = rangeBefore(range, world);
  const before = question.previous ? attemptsIn(earlier).all : [];
  return {
    unit: question.unit,
    entered: all.length,
    steps: stepNumbers(question, all, range, world),
    breakdown: breakdownOf(question, all, range, world),
    previous: question.previous
      ? {
          from: new Date(earlier.from).toISOString(),
          to: new Date(earlier.to).toISOString(),
          unit: question.unit,
          entered: before.length,
          steps: stepNumbers(question, before, earlier, world),
        }
      : undefined,
  };
};
