import type { Question } from "../health/definition";
import type { Seen, Visitor } from "./reference-journeys";
import { matches, textOf } from "./reference-matching";
import { conversionsOf, rangeOf, sceneOf } from "./reference-units";
import type { World } from "./world";

const hour = 3_600_000;
const day = 24 * hour;

/** Non-zero entries only. */
const tally = (hours: readonly number[]): Record<number, number> => {
  const counts: Record<number, number> = {};
  for (const one of hours) counts[one] = (counts[one] ?? 0) + 1;
  return counts;
};

/** Whether one of a visitor's occurrences repeats an earlier one, and how long after it. */
const repeatOf = (event: Seen, earlier: readonly Seen[]): { gap: number; byKey: boolean } | undefined => {
  const order = textOf(event, "property.order_id");
  const same = earlier.findLast((one) => order !== null && textOf(one, "property.order_id") === order);
  if (same) return { gap: event.at - same.at, byKey: true };
  const last = earlier.at(-1);
  if (order !== null || !last || event.at - last.at > 2_000) return undefined;
  return { gap: event.at - last.at, byKey: false };
};

/** What there is to count of the goals' health, by hours from 28 days before the range. */
export const referenceHealthCounts = (question: Question, world: World) => {
  const range = rangeOf(question, world);
  const start = range.from - 28 * day;
  const scene = sceneOf(world, question, { ...range, from: start });
  const hourOf = ({ at }: Seen): number => Math.floor((at - start) / hour);
  const isIn = (event: Seen): boolean => range.from <= event.at && event.at < range.to;
  const seen = scene.units.flatMap(({ events }) => events);
  const hoursOf = (visitor: Visitor, events: readonly Seen[]) => [
    ...new Set(events.filter((one) => one.visitor === visitor.id).map(hourOf)),
  ];
  const goals = world.goals.filter(({ key }) => question.goals?.includes(key) ?? true);
  const asked = question.goals?.flatMap((key) => goals.find((one) => one.key === key) ?? []) ?? goals;
  const isWhole = (events: readonly Seen[]): boolean => events.some((one) => isIn(one) && !one.passive);
  const firstOf = (events: readonly Seen[], key: string): Seen | undefined =>
    events.find((one) => isIn(one) && matches(one, { goal: key }, scene.judged));
  const counted = asked.map((goal) => {
    const reaching = (events: readonly Seen[]) =>
      events.filter((one) => matches(one, { goal: goal.key }, scene.judged));
    const all = reaching(seen);
    const conversions = [...conversionsOf(goal, { ...scene, inRange: isIn }).keys()].filter((one) =>
      seen.includes(one),
    );
    const perVisitor = scene.visitors
      .map(({ id }) => conversions.filter(({ visitor }) => visitor === id).length)
      .filter((count) => count > 0);
    const repeats = scene.units.flatMap(({ events }) => {
      const own = goal.counting === "every" ? reaching(events).filter(isIn) : [];
      return own.flatMap((one, place) => repeatOf(one, own.slice(0, place)) ?? []);
    });
    return {
      reachedIn: tally(scene.units.flatMap(({ visitor, events }) => hoursOf(visitor, reaching(events)))),
      firstAt: Math.min(...all.map(({ at }) => at)),
      lastAt: Math.max(...all.map(({ at }) => at)),
      occurrences: all.filter(isIn).length,
      conversions: conversions.length,
      visitors: scene.units.filter(({ events }) => firstOf(events, goal.key)).length,
      inRate: scene.units.filter(({ events }) => firstOf(events, goal.key) && isWhole(events)).length,
      converters: perVisitor.length,
      squares: perVisitor.reduce((sum, count) => sum + count ** 2, 0),
      byKey: repeats.filter(({ byKey }) => byKey).length,
      gaps: repeats.map(({ gap }) => gap).sort((one, other) => one - other),
    };
  });
  const pairs = asked.flatMap((one, a) =>
    asked.flatMap((other, b) => {
      if (b <= a) return [];
      const firsts = scene.units.flatMap(({ events }) => {
        const [first, second] = [firstOf(events, one.key), firstOf(events, other.key)];
        return first && second ? [Math.abs(first.at - second.at)] : [];
      });
      const near = firsts.filter((apart) => apart <= 600_000).length;
      return firsts.length > 0 ? [{ a, b, both: firsts.length, near }] : [];
    }),
  );
  return {
    visitorsIn: tally(
      scene.units.flatMap(({ visitor, events }) =>
        hoursOf(
          visitor,
          events.filter((one) => !one.passive),
        ),
      ),
    ),
    lastEventAt: Math.max(...seen.map(({ at }) => at)),
    visitors: scene.units.filter(({ events }) => isWhole(events)).length,
    goals: counted,
    pairs,
  };
};
