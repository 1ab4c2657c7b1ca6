import type { SegmentFilter } from "@/lib/matching/definition";
import type { Question } from "../pipeline/definition";
import type { Seen, Visitor } from "./reference-journeys";
import { matches } from "./reference-matching";
import { convertedOf } from "./reference-money";
import { belongs, unitScalars } from "./reference-segments";
import { conversionsOf, sceneOf } from "./reference-units";
import type { World } from "./world";

const hour = 3_600_000;
const day = 24 * hour;

/** Somebody on the way at one moment. */
export type InFlight = {
  micro: string;
  recency: number;
  habit: "once" | "again" | "customer";
  converted: boolean;
  /** What it brought in the project's currency; `null` without a value, a text for a currency without a rate. */
  brought: number | string | null;
  /** The value of `by`, and the names of the segments. */
  text: string | null;
  segments: string[];
};

const recencyOf = (ago: number): number =>
  [hour, day, 3 * day, 7 * day, 30 * day].filter((bound) => ago >= bound).length;

const stageOrder = ["engagement", "interaction", "cart", "sale", "subscription", "lead"];

/** Everybody who is in flight at a moment (ms since 1970), as it is known at `asOf`. */
export const referenceInFlight = (
  question: Question,
  { moment, asOf }: { moment: number; asOf: number },
  world: World,
): InFlight[] => {
  const { windowMs, includeBots, basis } = question;
  const ever = { from: "1970-01-01", to: "2100-01-01", unit: "visitor" as const, includeBots, basis };
  const scene = sceneOf(world, ever, { from: Number.NEGATIVE_INFINITY, to: asOf, asOf });
  const macro = world.goals.find(({ key }) => key === question.macro);
  if (!macro) throw new Error("This world lacks the macro.");
  const counting = typeof macro.counting === "string" ? ("every" as const) : macro.counting;
  const aims = conversionsOf({ ...macro, counting }, scene);
  const micros = (question.micros ?? world.goals.filter(({ tier }) => tier === "micro").map(({ key }) => key))
    .filter((key) => key !== question.macro)
    .map((key) => world.goals.find((goal) => goal.key === key))
    .filter((goal) => goal !== undefined);
  // Sorting is stable: within a stage as they are listed.
  const order = [...micros].sort((a, b) => stageOrder.indexOf(a.stage) - stageOrder.indexOf(b.stage));
  const rankOf = (event: Seen): number =>
    order.findLastIndex(({ key }) => matches(event, { goal: key }, scene.judged));

  const window = { from: moment - windowMs + 1, to: moment, asOf: moment };
  const doneIn = ({ events }: Visitor) => events.filter(({ at }) => window.from <= at && at < window.to);
  const unitOf = (visitor: Visitor) => ({ visitor, events: doneIn(visitor), session: null, whole: true });
  const isKept = (filter: SegmentFilter, visitor: Visitor): boolean =>
    belongs(filter, unitOf(visitor), {
      range: window,
      unit: "visitor",
      judged: scene.judged,
      segments: world.segments ?? new Map(),
    });
  const textFor = (visitor: Visitor): string | null => {
    if (question.by === undefined) return null;
    const unit = unitOf(visitor);
    const looked = question.by.startsWith("property.") ? { ...unit, events: unit.events.slice(0, 1) } : unit;
    const [scalar] = unitScalars(looked, question.by, { range: window });
    return scalar === undefined ? null : String(scalar);
  };

  return scene.visitors.flatMap((visitor): InFlight[] => {
    const past = visitor.events.filter(({ at }) => at < moment);
    const lastAim = past.findLastIndex((event) => aims.has(event));
    const steps = past.slice(lastAim + 1).filter(({ at }) => at > moment - windowMs);
    const taken = steps.filter((event) => rankOf(event) >= 0);
    const latest = taken.at(-1);
    if (!latest || (question.segment && !isKept(question.segment, visitor))) return [];
    const furthest = Math.max(...taken.map(rankOf));
    const isCustomer = past.some((event) => aims.has(event) && event.at >= moment - 90 * day);
    const cameAgain = taken.some((event, n) => {
      const before = taken[n - 1];
      return before !== undefined && event.at - before.at > world.project.sessionGapMs;
    });
    const aim = visitor.events.find(
      (event) => aims.has(event) && event.at >= moment && event.at <= latest.at + windowMs,
    );
    const money = aim ? (aims.get(aim) ?? null) : null;
    return [
      {
        micro: order[furthest]?.key ?? "",
        recency: recencyOf(moment - latest.at),
        habit: isCustomer ? "customer" : cameAgain ? "again" : "once",
        converted: aim !== undefined,
        brought: aim && money ? (convertedOf(money, aim.at, world) ?? money.currency) : null,
        text: textFor(visitor),
        segments: (question.segments ?? []).flatMap(({ name, filter }) =>
          isKept(filter, visitor) ? [name] : [],
        ),
      },
    ];
  });
};
