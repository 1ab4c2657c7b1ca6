import type { z } from "zod";
import { bucketOf, buckets } from "@/lib/calendar/buckets";
import type { GoalValue } from "@/lib/goals/definition";
import type { Matcher } from "@/lib/matching/definition";
import { kaplanMeier } from "@/lib/statistics/kaplan-meier";
import { summarise } from "@/lib/statistics/quantile";
import { proportion } from "@/lib/statistics/wilson";
import type { Distribution, FunnelPoint, FunnelStepNumbers, funnelQuestion } from "../funnel/definition";
import { netOf } from "./reference-adjustments";
import { type Attempt, bestAttempt } from "./reference-attempts";
import type { Seen } from "./reference-journeys";
import { type Judged, sumMoney, textOf, worthOf } from "./reference-matching";
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
/** A unit's reported attempt, and whether it can still go on. */
type Reported = Attempt & { unit: CountedUnit; open: boolean };

const dayMs = 86_400_000;

export const requiredOf = ({ steps }: Question): number[] =>
  steps.map((_, k) => k).filter((k) => !steps[k]?.optional);

export const sessionMayGoOn = ({ session }: CountedUnit, asOf: number, gapMs: number): boolean => {
  if (!session || session.explicit) return true;
  const active = session.events.filter((event) => !event.passive);
  const started = active[0]?.at ?? 0;
  const last = active.at(-1)?.at ?? 0;
  return asOf <= last + gapMs && asOf <= started + dayMs;
};

export const reportedOf = (
  unit: CountedUnit,
  question: Question,
  scene: Scene,
  range: Range,
  world: World,
): Reported[] => {
  const bySession = question.unit === "session";
  const events = bySession ? unit.events : unit.visitor.events;
  const best = bestAttempt(question, scene.judged, { entries: unit.events, events });
  if (!unit.whole || !best) return [];
  const open =
    best.reached < requiredOf(question).length &&
    range.asOf <= best.until &&
    (!bySession || sessionMayGoOn(unit, range.asOf, world.project.sessionGapMs));
  return [{ ...best, unit, open }];
};

const valueOfStep = (step: Matcher): GoalValue =>
  "event" in step ? { property: "property.revenue", currency: "property.currency" } : { none: true };

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

type Words = Pick<FunnelStepNumbers, "label" | "tier" | "optional">;

const wordsOf = (row: number, { steps, order }: Question, world: World): Words => {
  const step = steps[row];
  if (!step) return { label: "" };
  if (order === "unordered" && steps.length > 1)
    return { label: row === steps.length - 1 ? `all ${steps.length}` : `any ${row + 1} of ${steps.length}` };
  return {
    label: labelOf(step, world),
    tier: "goal" in step ? world.goals.find((goal) => goal.key === step.goal)?.tier : undefined,
    optional: step.optional === true ? true : undefined,
  };
};

const maturedAt = (row: number, all: readonly Reported[], { windowMs }: Question, { asOf }: Range) => {
  const followed = all.filter(({ entry }) => asOf - entry.at >= windowMs).length;
  const reached = all.flatMap(({ entry, rows }) => {
    const event = rows[row];
    return event ? [event.at - entry.at] : [];
  });
  const open = all.filter((one) => one.open && !one.rows[row]);
  const people = {
    events: Float64Array.from(reached),
    censored: Float64Array.from(open, ({ entry }) => asOf - entry.at),
    total: all.length,
  };
  return kaplanMeier(people, windowMs, followed);
};

const minuteS = 60;
const hourS = 60 * minuteS;
const dayS = 24 * hourS;
const people = [
  ...[
    1,
    5,
    15,
    30,
    minuteS,
    2 * minuteS,
    5 * minuteS,
    10 * minuteS,
    30 * minuteS,
    hourS,
    3 * hourS,
    12 * hourS,
  ],
  ...[dayS, 3 * dayS, 7 * dayS, 14 * dayS, 30 * dayS, 90 * dayS, 180 * dayS, 366 * dayS],
];

const distributionOf = (
  seconds: readonly number[],
  { windowMs, distribution }: Question,
): Distribution | undefined => {
  if (!distribution) return undefined;
  const bounds = people.filter((_, b) => b === 0 || (people[b - 1] ?? 0) * 1000 < windowMs);
  const counts = bounds.map(
    (bound, b) => seconds.filter((one) => one <= bound && (b === 0 || one > (bounds[b - 1] ?? 0))).length,
  );
  return { bounds, counts };
};

const secondsBetween = (
  all: readonly Reported[],
  from: (one: Reported) => Seen | undefined,
  to: (one: Reported) => Seen | undefined,
): number[] =>
  all.flatMap((one) => {
    const [start, end] = [from(one), to(one)];
    return start && end ? [(end.at - start.at) / 1000] : [];
  });

const stepNumbers = (
  question: Question,
  all: readonly Reported[],
  range: Range,
  judged: Judged,
): FunnelStepNumbers[] => {
  const { world } = judged;
  const { steps } = question;
  const { currency } = world.project;
  const required = requiredOf(question);
  const worthAt = ({ rows, steps: filled }: Reported, row: number) => {
    const event = rows[row];
    const step = steps[filled[row] ?? row];
    if (!event || !step) return null;
    const goal = "goal" in step ? world.goals.find(({ key }) => key === step.goal) : undefined;
    const stated = worthOf(event, goal?.value ?? valueOfStep(step), currency);
    return goal ? netOf(event, goal, stated, judged) : stated;
  };
  const completed = all.filter(({ reached }) => reached === required.length);
  const earned = sumMoney(completed.map((one) => worthAt(one, one.steps.indexOf(required.at(-1) ?? 0))));
  return steps.map((step, row) => {
    const reached = all.filter(({ rows }) => rows[row]);
    const open = all.filter((one) => one.open && required[one.reached] === row);
    const fromEntry = secondsBetween(
      all,
      ({ entry }) => entry,
      ({ rows }) => rows[row],
    );
    const numbers = {
      ...wordsOf(row, question, world),
      reached: reached.length,
      open: open.length,
      fromPrevious: null,
      fromEntry: proportion(reached.length, all.length),
      secondsFromPrevious: null,
      secondsFromEntry: null,
      revenue: sumMoney(reached.map((one) => worthAt(one, row))),
    };
    if (row === 0) return numbers;
    const previous = required.findLast((one) => one < row) ?? 0;
    const before = all.filter(({ rows }) => rows[previous]);
    const fromPrevious = secondsBetween(
      all,
      ({ rows }) => rows[previous],
      ({ rows }) => rows[row],
    );
    const more = {
      ...numbers,
      fromPrevious: proportion(reached.length, before.length),
      secondsFromPrevious: summarise(fromPrevious),
      secondsFromEntry: summarise(fromEntry),
      distribution: distributionOf(fromPrevious, question),
    };
    if (step.optional) return more;
    const dropped = before.length - reached.length - open.length;
    const [only] = earned;
    const leaks = only && earned.length === 1 && reached.length > 0;
    return {
      ...more,
      dropped,
      matured: maturedAt(row, all, question, range),
      leak: leaks
        ? { currency: only.currency, minor: Math.round((dropped * only.minor) / reached.length) + 0 }
        : null,
    };
  });
};

const numbersOf = (question: Question, all: readonly Reported[], range: Range, judged: Judged) => {
  const required = requiredOf(question);
  const times = secondsBetween(
    all.filter(({ reached }) => reached > 1 && reached === required.length),
    ({ entry }) => entry,
    ({ rows }) => rows[required.at(-1) ?? 0],
  );
  return {
    entered: all.length,
    steps: stepNumbers(question, all, range, judged),
    distribution: distributionOf(times, question),
  };
};

/** Attempts by the bucket of their entry; one after the range is one of a session that began in it. */
const trendOf = (
  question: Question,
  all: readonly Reported[],
  range: Range,
  world: World,
): FunnelPoint[] | undefined => {
  const { trend, windowMs } = question;
  if (!trend) return undefined;
  const edges = [...buckets(range.from, range.to, trend.interval, world.project.timezone)];
  const last = edges.length - 2;
  return edges.slice(0, -1).map((start, bucket) => {
    const inside = all.filter(({ entry }) =>
      entry.at >= range.to ? bucket === last : bucketOf(Float64Array.from(edges), entry.at) === bucket,
    );
    const reached = inside.filter((one) => one.reached === requiredOf(question).length).length;
    const open = inside.filter((one) => one.open).length;
    const latestEntry = Math.min(edges[bucket + 1] ?? 0, range.to) - 1;
    return {
      start: new Date(start).toISOString(),
      complete: open === 0 && latestEntry + windowMs < range.asOf,
      entered: inside.length,
      reached,
      open,
      rate: proportion(reached, inside.length),
    };
  });
};

/** The value an attempt is grouped by; `undefined` when the step of the breakdown was not reached. */
export const groupText = (
  { unit, rows, entry }: Reported,
  { by, at }: NonNullable<Question["breakdown"]>,
) => {
  if (at === "first") return firstText(unit.events, by);
  if (at === "entry") return textOf(entry, by);
  const event = at === "last" ? rows.findLast((one) => one !== undefined) : rows[at.step - 1];
  return event && textOf(event, by);
};

const breakdownOf = (question: Question, all: readonly Reported[], range: Range, judged: Judged) => {
  const { breakdown } = question;
  if (!breakdown) return undefined;
  const texts = all.map((one) => ({ one, text: groupText(one, breakdown), weight: 1 }));
  const having = texts.flatMap(({ one, text, weight }) =>
    text === undefined ? [] : [{ one, text, weight }],
  );
  const rows = groupRows(having, breakdown.limit).map(({ row, has }) => {
    const inside = having.filter(({ text }) => has(text)).map(({ one }) => one);
    return { ...row, ...numbersOf(question, inside, range, judged) };
  });
  const without = texts.filter(({ text }) => text === undefined).map(({ one }) => one);
  const others = { value: null, notReached: true, ...numbersOf(question, without, range, judged) };
  return without.length > 0 ? [...rows, others] : rows;
};

export const referenceFunnel = (question: Question, world: World) => {
  const attemptsIn = (range: Range) => {
    const scene = sceneOf(world, question, range);
    const all = scene.units.flatMap((unit) => reportedOf(unit, question, scene, range, world));
    return { all, judged: scene.judged };
  };
  const wholeOf = (range: Range, { all, judged }: ReturnType<typeof attemptsIn>) => ({
    unit: question.unit,
    ...numbersOf(question, all, range, judged),
    trend: trendOf(question, all, range, world),
  });
  const range = rangeOf(question, world);
  const now = attemptsIn(range);
  const earlier = rangeBefore(range, world);
  return {
    ...wholeOf(range, now),
    breakdown: breakdownOf(question, now.all, range, now.judged),
    previous: question.previous
      ? {
          from: new Date(earlier.from).toISOString(),
          to: new Date(earlier.to).toISOString(),
          ...wholeOf(earlier, attemptsIn(earlier)),
        }
      : undefined,
  };
};
