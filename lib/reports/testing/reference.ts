import type { z } from "zod";
import { bucketOf, buckets } from "@/lib/calendar/buckets";
import type { Goal } from "@/lib/goals/definition";
import { proportion } from "@/lib/statistics/wilson";
import type { conversionsQuestion, GoalNumbers } from "../conversions/definition";
import type { TimeseriesMetric, timeseriesQuestion } from "../timeseries/definition";
import type { Seen } from "./reference-journeys";
import { sumMoney } from "./reference-matching";
import { convertedOf, sumConverted } from "./reference-money";
import { unitScalars } from "./reference-segments";
import {
  type CountedUnit,
  conversionsOf,
  groupRows,
  type Range,
  rangeBefore,
  rangeOf,
  type Scene,
  sceneOf,
  sessionsIn,
} from "./reference-units";
import type { World } from "./world";

type Conversions = z.output<typeof conversionsQuestion>;
type Timeseries = z.output<typeof timeseriesQuestion>;

const goalOf = (key: string, world: World): Goal => {
  const goal = world.goals.find((one) => one.key === key);
  if (!goal) throw new Error(`This world has no goal ${key}.`);
  return goal;
};

/** A passive event in no session is no session, so it makes no converter. */
const canConvert = (unit: CountedUnit, { unit: kind }: { unit: string }): boolean =>
  kind === "visitor" || unit.whole;

/** A world as a question sees it over one range. */
type Stage = { world: World; range: Range; scene: Scene };

const stageOf = (world: World, question: Conversions | Timeseries, range: Range): Stage => ({
  world,
  range,
  scene: sceneOf(world, question, range),
});

/** Goals counted without adjustments beside those counted with them. */
const withGross = (
  question: Conversions,
  net: readonly GoalNumbers[],
  { world, range }: Stage,
  goals: readonly Goal[],
) => {
  if (question.basis === "gross" || !world.adjustments?.length) return net;
  const asked = { ...question, basis: "gross" as const };
  const stage = stageOf(world, asked, range);
  const gross = countConversions(asked, stage.scene.units, stage, goals).goals;
  return net.map((numbers, g) => {
    const { conversions = 0, converters = 0, value = [], converted = null } = gross[g] ?? {};
    return { ...numbers, gross: { conversions, converters, value, converted } };
  });
};

const countConversions = (
  question: Conversions,
  units: readonly CountedUnit[],
  { world, range, scene }: Stage,
  goals: readonly Goal[],
) => {
  const whole = units.filter((unit) => unit.whole);
  const visitors = new Set(whole.map((unit) => unit.visitor)).size;
  return {
    visitors,
    sessions: units.reduce((sum, unit) => sum + sessionsIn(unit, question.unit, range), 0),
    goals: goals.map(({ key, name, tier, stage, ...goal }): GoalNumbers => {
      const conversions = conversionsOf({ key, name, tier, stage, ...goal }, scene);
      const counted = units.flatMap((unit) => unit.events.filter((event) => conversions.has(event)));
      const converting = units.filter((unit) => unit.events.some((event) => conversions.has(event)));
      const amounts = counted.map((event) => ({ at: event.at, money: conversions.get(event) ?? null }));
      return {
        key,
        name,
        tier,
        stage,
        conversions: counted.length,
        converters: converting.filter((unit) => canConvert(unit, question)).length,
        rate: proportion(converting.filter((unit) => unit.whole).length, whole.length),
        value: sumMoney(amounts.map(({ money }) => money)),
        converted: "none" in goal.value ? null : sumConverted(amounts, world),
      };
    }),
  };
};

type Texts = { unit: CountedUnit; text: string | null; weight: number }[];

/** What the units are grouped by; of a property what their first event has. */
const textsOf = ({ scene, range }: Stage, by: string | undefined): Texts =>
  scene.units.map((unit) => {
    const looked = by?.startsWith("property.") ? { ...unit, events: unit.events.slice(0, 1) } : unit;
    const [scalar] = by === undefined ? [] : unitScalars(looked, by, { range });
    return { unit, text: scalar === undefined ? null : String(scalar), weight: unit.whole ? 1 : 0 };
  });

const unitsWith = (texts: Texts, has: (text: string | null) => boolean): CountedUnit[] =>
  texts.filter(({ text }) => has(text)).map(({ unit }) => unit);

export const referenceConversions = (question: Conversions, world: World) => {
  const range = rangeOf(question, world);
  const now = stageOf(world, question, range);
  const goals = question.goals?.map((key) => goalOf(key, world)) ?? world.goals;
  const counted = countConversions(question, now.scene.units, now, goals);
  const numbers = { ...counted, goals: withGross(question, counted.goals, now, goals) };
  const { breakdown } = question;
  const texts = textsOf(now, breakdown?.by);
  const earlier = rangeBefore(range, world);
  const then = question.previous ? stageOf(world, question, earlier) : undefined;
  const textsThen = then ? textsOf(then, breakdown?.by) : [];
  const rows = breakdown && groupRows(texts, breakdown.limit, textsThen);
  const groups = rows?.map(({ row, has }) => ({
    ...row,
    ...countConversions(question, unitsWith(texts, has), now, goals),
    ...(then && { previous: countConversions(question, unitsWith(textsThen, has), then, goals) }),
  }));
  if (!then) return { unit: question.unit, ...numbers, breakdown: groups };
  const countedThen = countConversions(question, then.scene.units, then, goals);
  const previous = { ...countedThen, goals: withGross(question, countedThen.goals, then, goals) };
  return {
    unit: question.unit,
    ...numbers,
    goals: numbers.goals.map((goal, g) => ({ ...goal, previous: previous.goals[g] })),
    previous: {
      from: new Date(earlier.from).toISOString(),
      to: new Date(earlier.to).toISOString(),
      visitors: previous.visitors,
      sessions: previous.sessions,
    },
    breakdown: groups,
  };
};

/** A unit and those of its events that a bucket counts; a session counts whole where it begins. */
type Part = { unit: CountedUnit; events: readonly Seen[]; whole: boolean };

const partsIn = (
  units: readonly CountedUnit[],
  kind: string,
  bucketOfEvent: (event: Seen) => boolean,
): Part[] =>
  units.flatMap((unit) => {
    const [first] = unit.events;
    const events = kind === "visitor" ? unit.events.filter(bucketOfEvent) : unit.events;
    if (events.length === 0 || (kind === "session" && first && !bucketOfEvent(first))) return [];
    const whole = kind === "visitor" ? events.some((event) => !event.passive) : unit.whole;
    return [{ unit, events, whole }];
  });

/** The points of some units; currencies without a rate are added to `missing`. */
const pointsOf = (
  question: Timeseries,
  units: readonly CountedUnit[],
  { world, range, scene }: Stage,
  missing: Set<string>,
) => {
  const edges = buckets(range.from, range.to, question.interval, world.project.timezone);
  const conversions = question.metrics.map((metric) =>
    "goal" in metric ? conversionsOf(goalOf(metric.goal, world), scene) : undefined,
  );

  const numberAt = (metric: TimeseriesMetric, m: number, bucket: number): number | null => {
    const parts = partsIn(units, question.unit, (event) => bucketOf(edges, event.at) === bucket);
    const whole = parts.filter((part) => part.whole);
    if ("visitors" in metric) return new Set(whole.map(({ unit }) => unit.visitor)).size;
    if ("sessions" in metric) {
      if (question.unit === "session") return whole.length;
      const start = Math.max(range.from, edges[bucket] ?? 0);
      const end = Math.min(range.to, edges[bucket + 1] ?? 0);
      const begun = units.map((unit) => sessionsIn(unit, "visitor", { ...range, from: start, to: end }));
      return begun.reduce((sum, sessions) => sum + sessions, 0);
    }
    const counts = (event: Seen) =>
      "event" in metric ? event.name === metric.event : conversions[m]?.has(event) === true;
    const counted = parts.flatMap((part) => part.events.filter(counts));
    if ("event" in metric || metric.count === "conversions") return counted.length;
    const converting = parts.filter((part) => part.events.some(counts));
    if (metric.count === "converters")
      return converting.filter(({ unit }) => canConvert(unit, question)).length;
    if (metric.count === "rate")
      return proportion(converting.filter((part) => part.whole).length, whole.length).rate;
    let sum = 0;
    for (const event of counted) {
      const money = conversions[m]?.get(event);
      const converted = money ? convertedOf(money, event.at, world) : 0;
      if (money && converted === null) missing.add(money.currency);
      sum += converted ?? 0;
    }
    return sum;
  };

  return [...edges.slice(0, -1)].map((start, bucket) => ({
    start: new Date(start).toISOString(),
    complete: (edges[bucket + 1] ?? 0) <= range.asOf,
    values: question.metrics.map((metric, m) => numberAt(metric, m, bucket)),
  }));
};

export const referenceTimeseries = (question: Timeseries, world: World) => {
  const range = rangeOf(question, world);
  const now = stageOf(world, question, range);
  const missing = new Set<string>();
  const points = pointsOf(question, now.scene.units, now, missing);
  const { breakdown } = question;
  const texts = textsOf(now, breakdown?.by);
  const groups =
    breakdown &&
    groupRows(texts, breakdown.limit).map(({ row, has }) => ({
      ...row,
      points: pointsOf(question, unitsWith(texts, has), now, missing),
    }));
  const earlier = rangeBefore(range, world);
  const then = question.previous ? stageOf(world, question, earlier) : undefined;
  const previous = then && {
    from: new Date(earlier.from).toISOString(),
    to: new Date(earlier.to).toISOString(),
    points: pointsOf(question, then.scene.units, then, missing),
  };
  const { timezone, currency } = world.project;
  const message = `Values in ${[...missing].sort().join(", ")} without a rate of their day into ${currency} are left out here.`;
  return {
    unit: question.unit,
    timezone,
    points,
    breakdown: groups,
    previous,
    warnings: missing.size > 0 ? [{ code: "other_currencies", message }] : undefined,
  };
};
