import type { z } from "zod";
import { bucketOf, buckets } from "@/lib/calendar/buckets";
import type { Goal } from "@/lib/goals/definition";
import { proportion } from "@/lib/statistics/wilson";
import type { conversionsQuestion, GoalNumbers } from "../conversions/definition";
import type { TimeseriesMetric, timeseriesQuestion } from "../timeseries/definition";
import type { Seen } from "./reference-journeys";
import { sumMoney, textOf } from "./reference-matching";
import {
  type CountedUnit,
  conversionsOf,
  firstText,
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

const countConversions = (
  question: Conversions,
  units: readonly CountedUnit[],
  scene: Scene,
  range: Range,
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
      return {
        key,
        name,
        tier,
        stage,
        conversions: counted.length,
        converters: converting.filter((unit) => canConvert(unit, question)).length,
        rate: proportion(converting.filter((unit) => unit.whole).length, whole.length),
        value: sumMoney(counted.map((event) => conversions.get(event) ?? null)),
      };
    }),
  };
};

const unitText = (unit: CountedUnit, by: string): string | null => {
  const [first] = unit.events;
  return by.startsWith("property.") && first ? textOf(first, by) : firstText(unit.events, by);
};

export const referenceConversions = (question: Conversions, world: World) => {
  const range = rangeOf(question, world);
  const scene = sceneOf(world, question, range);
  const goals = question.goals?.map((key) => goalOf(key, world)) ?? world.goals;
  const numbers = countConversions(question, scene.units, scene, range, goals);
  const { breakdown } = question;
  const texts = scene.units.map((unit) => ({
    unit,
    text: breakdown ? unitText(unit, breakdown.by) : null,
    weight: unit.whole ? 1 : 0,
  }));
  const rows = breakdown && groupRows(texts, breakdown.limit);
  const groups = rows?.map(({ row, has }) => {
    const units = texts.filter(({ text }) => has(text)).map(({ unit }) => unit);
    return { ...row, ...countConversions(question, units, scene, range, goals) };
  });
  if (!question.previous) return { unit: question.unit, ...numbers, breakdown: groups };
  const earlier = rangeBefore(range, world);
  const earlierScene = sceneOf(world, question, earlier);
  const previous = countConversions(question, earlierScene.units, earlierScene, earlier, goals);
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

const partsIn = (scene: Scene, kind: string, bucketOfEvent: (event: Seen) => boolean): Part[] =>
  scene.units.flatMap((unit) => {
    const [first] = unit.events;
    const events = kind === "visitor" ? unit.events.filter(bucketOfEvent) : unit.events;
    if (events.length === 0 || (kind === "session" && first && !bucketOfEvent(first))) return [];
    const whole = kind === "visitor" ? events.some((event) => !event.passive) : unit.whole;
    return [{ unit, events, whole }];
  });

export const referenceTimeseries = (question: Timeseries, world: World) => {
  const range = rangeOf(question, world);
  const scene = sceneOf(world, question, range);
  const { timezone, currency } = world.project;
  const edges = buckets(range.from, range.to, question.interval, timezone);
  const conversions = question.metrics.map((metric) =>
    "goal" in metric ? conversionsOf(goalOf(metric.goal, world), scene) : undefined,
  );
  let others = false;

  const numberAt = (metric: TimeseriesMetric, m: number, bucket: number): number | null => {
    const parts = partsIn(scene, question.unit, (event) => bucketOf(edges, event.at) === bucket);
    const whole = parts.filter((part) => part.whole);
    if ("visitors" in metric) return new Set(whole.map(({ unit }) => unit.visitor)).size;
    if ("sessions" in metric) {
      if (question.unit === "session") return whole.length;
      const start = Math.max(range.from, edges[bucket] ?? 0);
      const end = Math.min(range.to, edges[bucket + 1] ?? 0);
      const units = scene.units.map((unit) =>
        sessionsIn(unit, "visitor", { ...range, from: start, to: end }),
      );
      return units.reduce((sum, sessions) => sum + sessions, 0);
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
    const sums = sumMoney(counted.map((event) => conversions[m]?.get(event) ?? null));
    others ||= sums.some((money) => money.currency !== currency);
    return sums.find((money) => money.currency === currency)?.minor ?? 0;
  };

  const points = [...edges.slice(0, -1)].map((start, bucket) => ({
    start: new Date(start).toISOString(),
    complete: (edges[bucket + 1] ?? 0) <= range.asOf,
    values: question.metrics.map((metric, m) => numberAt(metric, m, bucket)),
  }));
  const message = `Values in other currencies than ${currency} are left out here.`;
  return {
    unit: question.unit,
    timezone,
    points,
    warnings: others ? [{ code: "other_currencies", message }] : undefined,
  };
};
