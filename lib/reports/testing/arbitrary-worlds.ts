import fc from "fast-check";
import { goals, present, segments, some } from "./arbitrary-rules";
import type { EventFact, Fact, World } from "./world";

// Few names, few ids and round distances, so that ties, repeats, exact gaps and copies are the rule.

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const gap = 30 * minute;

const distance = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 7, arbitrary: fc.constantFrom(1, minute, 5 * minute, 20 * minute) },
  { weight: 3, arbitrary: fc.constantFrom(gap - 1, gap, gap + 1) },
  { weight: 3, arbitrary: fc.constantFrom(5 * hour, 23 * hour, day) },
  { weight: 2, arbitrary: fc.constantFrom(3 * day, 7 * day, 7 * day, 30 * day) },
);

const chance = (times: number): fc.Arbitrary<boolean> => fc.integer({ min: 0, max: 9 }).map((n) => n < times);

const context = fc
  .record({
    device: some(fc.constantFrom("mobile", "desktop", "tablet"), 7),
    country: some(fc.constantFrom("DE", "FR"), 3),
    path: some(fc.constantFrom("/", "/p/1", "/p/1/x", "/done"), 7),
    query: some(fc.constantFrom("?a=1", "?b=2"), 3),
    referrer: some(fc.constantFrom("www.google.com/", "blog.example/post"), 2),
    "utm.source": some(fc.constantFrom("google", "news"), 2),
    "utm.medium": some(fc.constantFrom("cpc", "email"), 2),
    "utm.campaign": some(fc.constantFrom("spring"), 1),
    clickId: some(fc.constantFrom("gclid", "fbclid"), 1),
  })
  .map(present);

const scalar = fc.constantFrom("red", "red", "blue", 1, "1", 2.5, true, null);
const properties = fc
  .record({
    order_id: some(fc.constantFrom("o1", "o1", "o2", 7), 6),
    revenue: some(fc.constantFrom(10, 10, "12.50", 0.005, 1999, "much", -3), 7),
    currency: some(fc.constantFrom("EUR", "JPY", "usd", "XXX"), 4),
    tags: some(fc.oneof(scalar, fc.array(scalar, { maxLength: 2 })), 5),
    item: some(
      fc.oneof(
        fc.record({ size: scalar }),
        fc.record({ colour: scalar }),
        fc.array(fc.record({ size: scalar }), { maxLength: 2 }),
      ),
      5,
    ),
    viewId: some(fc.constantFrom("1", "2"), 8),
    scrollPercent: some(fc.constantFrom(10, 50, 90), 6),
    engagedSeconds: some(fc.constantFrom(5, 30), 6),
  })
  .map((record) => present<unknown>(record));

const userId = fc.constantFrom("x", "y", "z");
const anonymousId = fc.constantFrom("a", "a", "a", "b", "b", "c");

const event = fc.record({
  /** From the event before it, and by how many places it arrives late. */
  distance,
  late: fc.nat(3),
  name: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom("view", "cart", "buy") },
    { weight: 1, arbitrary: fc.constantFrom("Page Viewed", "Page Engaged") },
  ),
  anonymousId,
  userId: some(userId, 1),
  sessionId: some(fc.constantFrom("s1", "s2"), 3),
  passive: chance(1),
  bot: chance(1),
  context,
  properties,
});

const link = fc.oneof(
  fc.record({
    kind: fc.constant("identify" as const),
    userId,
    anonymousId,
    traits: some(
      fc
        .record({
          plan: some(fc.oneof(scalar, fc.record({ size: scalar })), 7),
          age: some(fc.constantFrom(1, 50), 5),
        })
        .map((record) => present<unknown>(record)),
      6,
    ),
  }),
  fc.record({ kind: fc.constant("alias" as const), userId, previousId: userId }),
);

type WithoutSeq<T> = T extends Fact ? Omit<T, "seq"> : never;
type Draft = { late: number; fact: WithoutSeq<Fact> };

/** Facts in order of arrival, which only roughly follows their times. */
const arrive = (drafts: readonly Draft[]): Fact[] =>
  drafts
    .map(({ late, fact }, place) => ({ fact, arrival: place + late }))
    .sort((a, b) => a.arrival - b.arrival)
    .map(({ fact }, place) => ({ ...fact, seq: 10 + 3 * place }));

type EventDraft = typeof event extends fc.Arbitrary<infer T> ? T : never;

const factOf = (
  { distance: _distance, late: _late, ...one }: EventDraft,
  at: number,
): Omit<EventFact, "seq"> => {
  // A page view is one browser's, so it is a bot's from beginning to end or never.
  const viewId = one.properties.viewId && `${one.anonymousId}${one.properties.viewId}${one.bot ? "bot" : ""}`;
  return {
    ...one,
    kind: "event",
    at,
    userId: one.userId ?? null,
    sessionId: one.sessionId ?? null,
    properties: viewId === undefined ? one.properties : { ...one.properties, viewId },
  };
};

/** Next to a change of clocks either way, the end of a month, and nothing. */
const starts = [
  "2026-03-28T22:10:00Z",
  "2026-10-24T20:30:00Z",
  "2026-01-31T23:59:59.999Z",
  "2026-05-06T10:00:00Z",
];

const dateAt = (at: number): string => new Date(at).toISOString().slice(0, "YYYY-MM-DD".length);

/** Rates around the start, by the day from it; those of the project's own currency are made by nobody. */
const rates = fc.uniqueArray(
  fc.record({
    days: fc.constantFrom(-40, -31, -30, -2, -1, 0, 1, 3, 7),
    currency: fc.constantFrom("JPY", "USD", "USD"),
    rate: fc.constantFrom("0.5", "0.25", "0.923456789012", "1", "3"),
  }),
  { selector: ({ days, currency }) => `${days} ${currency}`, maxLength: 4 },
);

const amount = fc.record({
  amountMinor: fc.constantFrom(0, 1, 250, 1000, 5000),
  currency: fc.constantFrom("EUR", "EUR", "EUR", "JPY", "USD"),
});
/** What became of orders, also of unknown ones, between long before the start and long after the end. */
const adjustments = fc.array(
  fc
    .record({
      days: fc.constantFrom(-40, -40, -1, 0, 0, 0.1, 1, 3, 8, 50),
      orderId: fc.constantFrom("o1", "o1", "o1", "o2", "7", "red", "nobody"),
      said: fc.oneof(
        { weight: 2, arbitrary: fc.constant({ type: "cancellation" as const }) },
        { weight: 4, arbitrary: amount.map((money) => ({ type: "refund" as const, ...money })) },
        { weight: 3, arbitrary: amount.map((money) => ({ type: "value" as const, ...money })) },
      ),
    })
    .map(({ said, ...rest }) => ({ ...rest, ...said })),
  { minLength: 1, maxLength: 6, size: "max" },
);

/** Small worlds in which everything that reports speak of happens. */
export const worlds: fc.Arbitrary<World> = fc
  .record({
    start: fc.constantFrom(...starts),
    timezone: fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Pacific/Apia"),
    events: fc.array(event, { minLength: 4, maxLength: 20, size: "max" }),
    links: fc.array(fc.record({ late: fc.nat(18), fact: link }), { maxLength: 3, size: "max" }),
    goals,
    segments,
    rates,
    adjustments: some(adjustments, 5),
    after: distance,
    again: chance(3),
  })
  .map(({ start, timezone, events, links, goals, segments, rates, adjustments, after, again }) => {
    let at = Date.parse(start);
    const drafts: Draft[] = events.map((draft) => {
      at += draft.distance;
      return { late: draft.late, fact: factOf(draft, at) };
    });
    // The same once more a week later, for periods to compare.
    if (again) {
      at += 7 * day;
      drafts.push(
        ...drafts.map(({ late, fact }) => ({
          late,
          fact: fact.kind === "event" ? { ...fact, at: fact.at + 7 * day } : fact,
        })),
      );
    }
    return {
      facts: arrive([...links, ...drafts]),
      goals,
      segments,
      rates: rates.map(({ days, ...rate }) => ({ ...rate, day: dateAt(Date.parse(start) + days * day) })),
      adjustments: adjustments?.map(({ days, ...said }) => ({
        ...said,
        occurredAt: Date.parse(start) + days * day,
      })),
      project: { id: "p", slug: "p", name: "P", timezone, currency: "EUR", sessionGapMs: gap },
      now: at + after + 1,
    };
  });
