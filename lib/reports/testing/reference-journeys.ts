import { channelOf } from "@/lib/channels/channel-of";
import type { EventFact, World } from "./world";

// The reference is plain loops over event objects, written from the meaning of the words alone.

export type Session = { events: Seen[]; explicit: boolean };
export type Seen = EventFact & { visitor: string; session: Session | null };
/** A visitor with all visible events in order of (at, seq), and what was said last of each trait. */
export type Visitor = {
  id: string;
  events: Seen[];
  sessions: Session[];
  traits: Record<string, unknown>;
};

const dayMs = 86_400_000;

const before = (a: EventFact, b: EventFact): boolean => a.at < b.at || (a.at === b.at && a.seq < b.seq);
export const inOrder = (a: EventFact, b: EventFact): number => (before(a, b) ? -1 : 1);

/** The visitor of an event: its user, else the first to identify its anonymous id, else that id. Aliases join users. */
const visitorIn = ({ facts }: World): ((event: Pick<EventFact, "userId" | "anonymousId">) => string) => {
  const identified = new Map<string, string>();
  let groups: Set<string>[] = [];
  for (const fact of facts) {
    if (fact.kind === "identify" && !identified.has(fact.anonymousId))
      identified.set(fact.anonymousId, fact.userId);
    if (fact.kind !== "alias") continue;
    const joined = groups.filter((group) => group.has(fact.userId) || group.has(fact.previousId));
    groups = groups.filter((group) => !joined.includes(group));
    groups.push(new Set([fact.userId, fact.previousId, ...joined.flatMap((group) => [...group])]));
  }
  return (event) => {
    const user = event.userId ?? identified.get(event.anonymousId ?? "");
    if (user === undefined) return `anonymous ${event.anonymousId}`;
    return `user ${[...(groups.find((group) => group.has(user)) ?? [user])].sort()[0]}`;
  };
};

const isUnderWay = (run: Session, event: Seen, gapMs: number): boolean => {
  const active = run.events.filter((one) => !one.passive && before(one, event));
  const [first] = active;
  const last = active.at(-1);
  if (!first || !last) return false;
  return event.at - last.at <= gapMs && event.at - first.at <= dayMs;
};

/** Active events make sessions; passive ones join what is under way and change nothing. */
const sessionsOf = (events: readonly Seen[], gapMs: number): Session[] => {
  const explicit = new Map<string, Session>();
  const runs: Session[] = [];
  for (const event of events.filter((one) => !one.passive)) {
    let session = event.sessionId === null ? runs.at(-1) : explicit.get(event.sessionId);
    if (!session || (event.sessionId === null && !isUnderWay(session, event, gapMs))) {
      session = { events: [], explicit: event.sessionId !== null };
      if (event.sessionId === null) runs.push(session);
      else explicit.set(event.sessionId, session);
    }
    session.events.push(event);
    event.session = session;
  }
  for (const event of events.filter((one) => one.passive)) {
    const candidates = event.sessionId === null ? runs : [explicit.get(event.sessionId)];
    for (const session of candidates) {
      const [first] = session?.events ?? [];
      if (!session || !first || !before(first, event)) continue;
      if (session.explicit || isUnderWay(session, event, gapMs)) event.session = session;
    }
  }
  for (const event of events) if (event.passive) event.session?.events.push(event);
  const sessions = [...explicit.values(), ...runs];
  for (const session of sessions) session.events.sort(inOrder);
  return sessions.sort((a, b) => (a.events[0] && b.events[0] ? inOrder(a.events[0], b.events[0]) : 0));
};

/** Who did what, of the events a question sees. */
export const visitorsOf = (world: World, asOf: number, includeBots: boolean): Visitor[] => {
  const visitorOf = visitorIn(world);
  const visitors = new Map<string, Visitor>();
  for (const fact of world.facts) {
    if (fact.kind !== "event" || fact.at >= asOf || (fact.bot && !includeBots)) continue;
    const id = visitorOf(fact);
    const visitor = visitors.get(id) ?? { id, events: [], sessions: [], traits: {} };
    visitors.set(id, visitor);
    visitor.events.push({ ...fact, visitor: id, session: null });
  }
  for (const fact of world.facts)
    if (fact.kind === "identify") Object.assign(visitors.get(visitorOf(fact))?.traits ?? {}, fact.traits);
  for (const visitor of visitors.values()) {
    visitor.events.sort(inOrder);
    visitor.sessions = sessionsOf(visitor.events, world.project.sessionGapMs);
  }
  return [...visitors.values()];
};

const traffic = ["referrer", "utm.source", "utm.medium", "utm.campaign", "clickId"];

/** The first event of a session that says how the visitor came. */
export const tellingEvent = ({ events }: Session): Seen | undefined =>
  events.find(({ context }) => traffic.some((field) => context[field] !== undefined));

/** How the event's session came, from the first of its events that says anything about it. */
export const channelOfEvent = ({ session }: Seen): string | undefined => {
  if (!session) return undefined;
  const telling = tellingEvent(session);
  if (!telling)
    return session.events.some(({ context }) => context.path !== undefined) ? "Direct" : undefined;
  const { context } = telling;
  return channelOf({
    referrer: context.referrer ?? null,
    source: context["utm.source"] ?? null,
    medium: context["utm.medium"] ?? null,
    campaign: context["utm.campaign"] ?? null,
    clickId: context.clickId ?? null,
  });
};
