import type { z } from "zod";
import type { visitorsQuestion } from "../visitors/definition";
import { groupText, referenceFunnel, reportedOf, requiredOf } from "./reference-funnel";
import type { Seen, Visitor } from "./reference-journeys";
import { sumMoney, textOf } from "./reference-matching";
import { type Common, conversionsOf, rangeOf, type Scene, sceneOf } from "./reference-units";
import { namesIn, type World } from "./world";

type Question = z.output<typeof visitorsQuestion>;
type Of = Question["of"];
type OfFunnel = Extract<Of, { step: number }>;

const latest = (events: readonly Seen[], field: string): string | null => {
  const having = events.filter((event) => textOf(event, field) !== null).at(-1);
  return having ? textOf(having, field) : null;
};

const earnedBy = ({ events }: Visitor, scene: Scene, world: World) => {
  const ofGoals = world.goals
    .filter(({ tier, value }) => tier === "macro" && !("none" in value))
    .map((goal) => conversionsOf(goal, { ...scene, inRange: () => true }));
  return sumMoney(
    events.map((event) => ofGoals.map((ones) => ones.get(event) ?? null).find((money) => money) ?? null),
  );
};

const isInRow = (
  { value, other, notReached }: OfFunnel,
  text: string | null | undefined,
  named: unknown[],
) => {
  if (text === undefined || notReached) return text === undefined && notReached === true;
  return other ? text !== null && !named.includes(text) : text === value;
};

const attemptsBehind = (of: OfFunnel, scene: Scene, world: World) => {
  const { funnel, step, kind } = of;
  const range = rangeOf(funnel, world);
  const all = scene.units.flatMap((unit) => reportedOf(unit, funnel, scene, range, world));
  const { breakdown } = funnel;
  const isRow = of.value !== undefined || of.other || of.notReached;
  const named = breakdown ? referenceFunnel(funnel, world).breakdown?.map(({ value }) => value) : [];
  return all.filter((one) => {
    if (breakdown && isRow && !isInRow(of, groupText(one, breakdown), named ?? [])) return false;
    if (kind === "reached") return one.rows[step - 1] !== undefined;
    const stands = requiredOf(funnel)[one.reached] === step - 1;
    return stands && one.open === (kind === "open");
  });
};

/** The visitors of the units behind the number. */
const visitorsBehind = (of: Of, asked: Common, scene: Scene, world: World): Set<Visitor> => {
  if ("funnel" in of) return new Set(attemptsBehind(of, scene, world).map(({ unit }) => unit.visitor));
  if ("goal" in of) {
    const goal = world.goals.find(({ key }) => key === of.goal);
    const conversions = goal ? conversionsOf(goal, scene) : new Map();
    const converting = scene.units.filter(
      (unit) =>
        (asked.unit === "visitor" || unit.whole) && unit.events.some((event) => conversions.has(event)),
    );
    return new Set(converting.map(({ visitor }) => visitor));
  }
  return new Set(scene.units.filter(({ whole }) => whole).map(({ visitor }) => visitor));
};

const iso = (at: number | undefined): string => new Date(at ?? Number.NaN).toISOString();

export const referenceVisitors = ({ of, limit }: Question, world: World) => {
  const asked = "funnel" in of ? of.funnel : of;
  const range = rangeOf(asked, world);
  const scene = sceneOf(world, asked, range);
  const numbers = new Map([...namesIn(world)].map(([no, name]) => [name, no]));
  const listed = [...visitorsBehind(of, asked, scene, world)]
    .map((visitor) => {
      const id = visitor.id.replace(/^(user|anonymous) /, "");
      return { visitor, id, no: numbers.get(id) ?? 0, lastSeen: visitor.events.at(-1)?.at ?? 0 };
    })
    .sort((a, b) => (a.lastSeen === b.lastSeen ? a.no - b.no : b.lastSeen - a.lastSeen));
  const last = listed[limit - 1];
  return {
    total: listed.length,
    visitors: listed.slice(0, limit).map(({ visitor, id, lastSeen }) => ({
      id,
      firstSeen: iso(visitor.events[0]?.at),
      lastSeen: iso(lastSeen),
      sessions: visitor.sessions.length,
      country: latest(visitor.events, "country"),
      device: latest(visitor.events, "device"),
      channel: visitor.events.map((event) => textOf(event, "channel")).find((text) => text) ?? null,
      value: earnedBy(visitor, scene, world),
    })),
    next:
      last && listed.length > limit ? Buffer.from(`${last.lastSeen}.${last.no}`).toString("base64url") : null,
  };
};
