import type { z } from "zod";
import type { journeyQuestion } from "../journey/definition";
import { channelOfEvent, type Seen, tellingEvent, visitorsOf } from "./reference-journeys";
import { sumMoney, textOf } from "./reference-matching";
import { conversionsOf, rangeOf, sceneOf } from "./reference-units";
import type { World } from "./world";

type Question = z.output<typeof journeyQuestion>;

const iso = (at: number | undefined): string => new Date(at ?? Number.NaN).toISOString();
const automatic = ["Page Engaged", "Web Vitals", "Element Clicked"];

const textAt = (event: Seen | undefined, field: string): string | null => event?.context[field] ?? null;

/** What the events of the visitor whom people know by this id say; without ids and traits. */
export const referenceJourney = (question: Question, world: World) => {
  const common = { ...question, from: "0001-01-01", to: "9999-01-01", unit: "visitor" as const };
  const { asOf } = rangeOf(common, world);
  const known = visitorsOf(world, asOf, question.includeBots).find(
    ({ id }) => id.replace(/^(user|anonymous) /, "") === question.visitorId,
  );
  const seqs = (known?.events ?? []).map(({ seq }) => seq);
  const facts = world.facts.filter((fact) => fact.kind !== "event" || seqs.includes(fact.seq));
  const scene = sceneOf({ ...world, facts }, common, rangeOf(common, world));
  const [visitor] = scene.visitors;
  const events = visitor?.events ?? [];
  const ofGoals = world.goals.map((goal) => ({ goal, conversions: conversionsOf(goal, scene) }));
  const eventOf = (event: Seen) => {
    const { at, name, passive, bot, properties } = event;
    const reached = ofGoals.filter(({ conversions }) => conversions.has(event));
    return {
      at: iso(at),
      name,
      host: textAt(event, "host"),
      path: textAt(event, "path"),
      title: textAt(event, "title"),
      properties,
      goals: reached.map(({ goal }) => goal.key),
      values: reached.flatMap(({ goal, conversions }) => {
        const money = conversions.get(event);
        return money ? [{ goal: goal.key, ...money }] : [];
      }),
      automatic: automatic.includes(name),
      passive,
      bot,
    };
  };
  const sessions = (visitor?.sessions ?? []).map((session, place) => {
    const telling = tellingEvent(session);
    const first = (field: string): string | null =>
      session.events.map((event) => textOf(event, field)).find((text) => text !== null) ?? null;
    return {
      seq: session.events[0]?.seq ?? 0,
      session: place + 1,
      events: session.events,
      channel: session.events[0] ? (channelOfEvent(session.events[0]) ?? null) : null,
      source: textAt(telling, "utm.source"),
      campaign: textAt(telling, "utm.campaign"),
      referrer: textAt(telling, "referrer"),
      landing: textAt(
        session.events.find(({ name }) => name === "Page Viewed"),
        "path",
      ),
      device: first("device"),
      country: first("country"),
    };
  });
  const alone = events
    .filter(({ session }) => session === null)
    .map((event) => ({
      seq: event.seq,
      session: null,
      events: [event],
      channel: null,
      source: textAt(event, "utm.source"),
      campaign: textAt(event, "utm.campaign"),
      referrer: textAt(event, "referrer"),
      landing: null,
      device: textAt(event, "device"),
      country: textAt(event, "country"),
    }));
  const stays = [...sessions, ...alone].sort(
    (a, b) => (b.events[0]?.at ?? 0) - (a.events[0]?.at ?? 0) || b.seq - a.seq,
  );
  const backwards = [...events].reverse();
  const latest = (field: string): string | null => {
    const having = backwards.find((event) => textOf(event, field) !== null);
    return having ? textOf(having, field) : null;
  };
  const earning = ofGoals.filter(({ goal }) => goal.tier === "macro");
  return {
    told: {
      firstSeen: events[0] ? iso(events[0].at) : null,
      lastSeen: backwards[0] ? iso(backwards[0].at) : null,
      sessions: sessions.length,
      events: events.length,
      country: latest("country"),
      device: latest("device"),
      channel: events.map((event) => channelOfEvent(event)).find((text) => text !== undefined) ?? null,
      value: sumMoney(
        events.map(
          (event) => earning.map(({ conversions }) => conversions.get(event) ?? null).find(Boolean) ?? null,
        ),
      ),
      goals: ofGoals
        .filter(({ conversions }) => conversions.size > 0)
        .map(({ goal: { key, name, tier, stage }, conversions }) => ({
          key,
          name,
          tier,
          stage,
          conversions: conversions.size,
          value: sumMoney([...conversions.values()]),
        })),
    },
    sessions: stays.map(({ seq: _seq, events: ofStay, ...stay }) => ({
      ...stay,
      start: iso(ofStay[0]?.at),
      end: iso(ofStay.at(-1)?.at),
      events: ofStay.map(eventOf),
      more: 0,
    })),
  };
};
