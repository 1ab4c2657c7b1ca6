import { parseInstant } from "@/lib/calendar/parse-instant";
import type { Matcher } from "@/lib/matching/definition";
import type { Question } from "../decomposition/definition";
import { matches } from "./reference-matching";
import { convertedOf } from "./reference-money";
import { unitScalars } from "./reference-segments";
import {
  type CountedUnit,
  conversionsOf,
  groupRows,
  type Range,
  rangeBefore,
  rangeOf,
  sceneOf,
} from "./reference-units";
import type { World } from "./world";

/** A unit as the decomposition sees it: how far it got, and what it earned. */
type Walked = { text: string | null; whole: boolean; furthest: number; minor: number };

const rangesOf = (question: Question, world: World): { before: Range; after: Range } => {
  const after = rangeOf(question, world);
  const { compareTo } = question;
  if (!compareTo) return { after, before: rangeBefore(after, world) };
  const at = (text: string): number => parseInstant(text, world.project.timezone) ?? Number.NaN;
  const [from, to] = [at(compareTo.from), at(compareTo.to)];
  const isOver = after.asOf >= after.to;
  const asOf = isOver ? to + after.asOf - after.to : Math.min(to, from + after.asOf - after.from);
  return { after, before: { from, to, asOf: Math.min(asOf, after.asOf) } };
};

const macrosOf = (question: Question, { goals }: World) =>
  goals.filter(({ key, tier, value }) =>
    question.macros ? question.macros.includes(key) : tier === "macro" && !("none" in value),
  );

const stepsOf = (question: Question, world: World): Matcher[] => {
  const macros = macrosOf(question, world);
  const cart = world.goals.filter((goal) => goal.stage === "cart" && !macros.includes(goal));
  return question.steps ?? cart.slice(0, 5).map(({ key }) => ({ goal: key }));
};

const textOf = (unit: CountedUnit, by: string, range: Range): string | null => {
  const looked = by.startsWith("property.") ? { ...unit, events: unit.events.slice(0, 1) } : unit;
  const [scalar] = unitScalars(looked, by, { range });
  return scalar === undefined ? null : String(scalar);
};

const walkedIn = (question: Question, range: Range, world: World, missing: Set<string>): Walked[] => {
  const scene = sceneOf(world, question, range);
  const steps = stepsOf(question, world);
  const macros = macrosOf(question, world);
  const stated = question.macros
    ? question.macros.map((key) => macros.find((goal) => goal.key === key))
    : macros;
  const conversions = stated.flatMap((goal) => (goal ? [conversionsOf(goal, scene)] : []));
  return scene.units.map((unit) => {
    let minor = 0;
    let furthest = 0;
    for (const event of unit.events) {
      for (const [k, step] of steps.entries())
        if (matches(event, step, scene.judged)) furthest = Math.max(furthest, k + 1);
      const counted = conversions.filter((one) => one.has(event));
      if (counted.length > 0) furthest = steps.length + 1;
      const money = counted.map((one) => one.get(event) ?? null).find((one) => one !== null);
      const converted = money ? convertedOf(money, event.at, world) : 0;
      if (money && converted === null) missing.add(money.currency);
      minor += converted ?? 0;
    }
    return { text: textOf(unit, question.by, range), whole: unit.whole, furthest, minor };
  });
};

const sumOf = (list: readonly Walked[]): number => list.reduce((sum, { minor }) => sum + minor, 0);

/** What is counted before anything is concluded: periods, the change, how many got to each step, groups. */
export const referenceDecomposition = (question: Question, world: World) => {
  const { currency } = world.project;
  const ranges = rangesOf(question, world);
  const missing = new Set<string>();
  const then = walkedIn(question, ranges.before, world, missing);
  const now = walkedIn(question, ranges.after, world, missing);
  const aims = stepsOf(question, world).length + 1;
  const reached = (list: readonly Walked[]) =>
    Array.from({ length: aims }, (_, k) => list.filter(({ furthest }) => furthest > k).length);
  const period = ({ from, to, asOf }: Range, list: readonly Walked[]) => ({
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    asOf: new Date(Math.min(asOf, to)).toISOString(),
    units: list.filter(({ whole }) => whole).length,
    revenue: { currency, minor: sumOf(list) },
  });
  const wholes = (list: readonly Walked[]) => list.filter(({ whole }) => whole);
  const rows = groupRows(
    [...wholes(then), ...wholes(now)].map(({ text }) => ({ text, weight: 1 })),
    question.limit,
  );
  const numbers = (list: readonly Walked[]) => ({
    units: list.length,
    reached: reached(list),
    revenue: { currency, minor: sumOf(list) },
  });
  return {
    unit: question.unit,
    before: period(ranges.before, then),
    after: period(ranges.after, now),
    change: { currency, minor: sumOf(now) - sumOf(then) },
    reached: { before: reached(wholes(then)), after: reached(wholes(now)) },
    unattended: sumOf(now.filter(({ whole }) => !whole)) - sumOf(then.filter(({ whole }) => !whole)),
    groups: rows.map(({ row, has }) => ({
      ...row,
      before: numbers(wholes(then).filter(({ text }) => has(text))),
      after: numbers(wholes(now).filter(({ text }) => has(text))),
    })),
    missing: [...missing].sort(),
  };
};

type Groups = ReturnType<typeof referenceDecomposition>["groups"];
type Period = Groups[number]["before"];

/** Traffic, the group's share, its rates and its value; `null` for what nobody got to. */
const factorsOf = ({ units, reached, revenue }: Period, all: number): (number | null)[] => {
  const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
  const rates = reached.map((count, k) => ratio(count, k === 0 ? units : (reached[k - 1] ?? 0)));
  return [all, ratio(units, all), ...rates, ratio(revenue.minor, reached.at(-1) ?? 0)];
};

/** Every factor's Shapley value by its definition: over all sets of other factors that may have changed before it. */
export const referenceContributions = (groups: Groups): number[] => {
  const unitsIn = (period: "before" | "after"): number =>
    groups.reduce((sum, group) => sum + group[period].units, 0);
  const worlds = groups.map((group) => {
    const then = factorsOf(group.before, unitsIn("before"));
    const now = factorsOf(group.after, unitsIn("after"));
    return { old: then.map((one, n) => one ?? now[n] ?? 0), fresh: now.map((one, n) => one ?? then[n] ?? 0) };
  });
  const count = worlds[0]?.fresh.length ?? 0;
  const worth = (changed: number): number =>
    worlds.reduce(
      (sum, { old, fresh }) =>
        sum + fresh.reduce((product, one, n) => product * ((changed >> n) & 1 ? one : (old[n] ?? 0)), 1),
      0,
    );
  const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
  const bits = (set: number): number => (set === 0 ? 0 : (set & 1) + bits(set >> 1));
  return Array.from({ length: count }, (_, factor) => {
    let value = 0;
    for (let set = 0; set < 1 << count; set++) {
      if ((set >> factor) & 1) continue;
      const weight = (factorial(bits(set)) * factorial(count - bits(set) - 1)) / factorial(count);
      value += weight * (worth(set | (1 << factor)) - worth(set));
    }
    return value;
  });
};
