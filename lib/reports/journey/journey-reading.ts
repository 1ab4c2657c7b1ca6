import type { Goal } from "@/lib/goals/definition";
import { trafficFields } from "@/lib/journeys/derive-channels";
import type { Journey } from "@/lib/journeys/journey";
import type { Money } from "../definition";
import { addMoney, listMoney, type MoneySums } from "../money-sums";
import type { JourneySession, JourneyVisitor } from "./definition";
import type { EventReader, Told } from "./event-reader";
import type { Conversion } from "./reached-goals";
import { listedOf, type Stay } from "./stays";

/** What the events of a visitor say of them; ids and traits are known to the database alone. */
export type ToldVisitor = Omit<JourneyVisitor, "id" | "ids" | "moreIds" | "traits">;

type Conversions = ReadonlyMap<number, readonly Conversion[]>;

/** One that several goals count earns once, as in `earnedAt`. */
const earnedBy = (conversions: readonly Conversion[], goals: readonly Goal[]): Money | null =>
  conversions.find(({ goal, money }) => money !== null && goals[goal]?.tier === "macro")?.money ?? null;

const reachedBy = (conversions: Conversions, goals: readonly Goal[]): JourneyVisitor["goals"] => {
  const counted = goals.map(() => ({ conversions: 0, value: new Map() as MoneySums }));
  for (const ofEvent of conversions.values())
    for (const { goal, money } of ofEvent) {
      const found = counted[goal];
      if (!found) continue;
      found.conversions++;
      addMoney(found.value, money);
    }
  return goals.flatMap(({ key, name, tier, stage }, place) => {
    const { conversions: times = 0, value = new Map() } = counted[place] ?? {};
    return times === 0 ? [] : [{ key, name, tier, stage, conversions: times, value: listMoney(value) }];
  });
};

/** Reads one visitor's journey. */
export class JourneyReading {
  constructor(
    private readonly journey: Journey,
    private readonly events: EventReader,
    private readonly conversions: Conversions,
    private readonly goals: readonly Goal[],
  ) {}

  told(stays: readonly Stay[]): ToldVisitor {
    const { journey, conversions, goals } = this;
    const { at, start, end } = journey;
    const all = Array.from({ length: end - start }, (_event, place) => start + place);
    const value: MoneySums = new Map();
    for (const ofEvent of conversions.values()) addMoney(value, earnedBy(ofEvent, goals));
    const latestFirst = all.toReversed();
    return {
      firstSeen: new Date(at[start] ?? 0).toISOString(),
      lastSeen: new Date(at[end - 1] ?? 0).toISOString(),
      sessions: stays.filter(({ session }) => session !== null).length,
      events: all.length,
      country: this.first("country", latestFirst),
      device: this.first("device", latestFirst),
      channel: this.first("channel", all),
      value: listMoney(value),
      goals: reachedBy(conversions, goals),
    };
  }

  session(stay: Stay): JourneySession {
    const { journey, events, conversions, goals } = this;
    const [first = 0] = stay.events;
    const listed = listedOf(stay);
    const timeOf = (i: number): string => new Date(journey.at[i] ?? 0).toISOString();
    const source = this.telling(stay);
    return {
      session: stay.session,
      start: timeOf(first),
      end: timeOf(stay.events.at(-1) ?? first),
      channel: this.first("channel", stay.events),
      source: this.first("utm.source", source),
      campaign: this.first("utm.campaign", source),
      referrer: this.first("referrer", source),
      landing: this.landing(stay),
      device: this.first("device", stay.events),
      country: this.first("country", stay.events),
      events: listed.map((i) => {
        const ofEvent = conversions.get(i - journey.start) ?? [];
        const keyOf = ({ goal }: Conversion): string => goals[goal]?.key ?? "";
        return {
          ...events.eventAt(journey, i),
          goals: ofEvent.map(keyOf),
          values: ofEvent.flatMap((one) => (one.money ? [{ goal: keyOf(one), ...one.money }] : [])),
        };
      }),
      more: stay.events.length - listed.length,
    };
  }

  private first(field: Told, places: readonly number[]): string | null {
    for (const i of places) {
      const text = this.events.textAt(field, this.journey, i);
      if (text !== null) return text;
    }
    return null;
  }

  /** Traffic is one block: the first event that has any of it. */
  private telling({ events }: Stay): number[] {
    const isTelling = (i: number): boolean =>
      trafficFields.some((field) => field !== "path" && this.first(field, [i]) !== null);
    const telling = events.find(isTelling);
    return telling === undefined ? [] : [telling];
  }

  private landing({ session, events }: Stay): string | null {
    if (session === null) return null;
    const view = events.find((i) => this.first("name", [i]) === "Page Viewed");
    return view === undefined ? null : this.first("path", [view]);
  }
}
