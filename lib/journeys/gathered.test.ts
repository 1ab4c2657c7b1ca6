import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Matcher } from "@/lib/matching/definition";
import { shardsOf } from "./identities";
import { sessionsInOrder } from "./journey";
import type { Part } from "./part";
import type { Run } from "./run";
import type { ScanPlan, VisitorKinds } from "./scan-plan";
import { gatheredPart } from "./testing/gathered-part";
import { givenPart, givenRuns, givenScan, type Row, type ScannedEvent, scanned } from "./testing/given-rows";

const minute = 60_000;
const day = 24 * 60 * minute;
const months = [0, 31 * day, 59 * day, 90 * day];

const row = fc.record(
  {
    visitor: fc.nat(12),
    at: fc.oneof(
      fc.nat(90 * 24 * 4).map((quarters) => quarters * 15 * minute),
      fc
        .tuple(fc.constantFrom(...months), fc.integer({ min: -40, max: 40 }))
        .map(([month, minutes]) => Math.max(0, month + minutes * minute)),
    ),
    name: fc.constantFrom("view", "buy", "Page Viewed", "Page Engaged"),
    sessionId: fc.constantFrom("s", "t", "u"),
    passive: fc.boolean(),
    bot: fc.constantFrom(false, false, false, true),
    fields: fc.record(
      {
        path: fc.constantFrom("/", "/p"),
        country: fc.constantFrom("DE", "FR", "AT"),
        "utm.medium": fc.constantFrom("email", "cpc"),
        "property.viewId": fc.constantFrom("v", "w"),
        "property.engagedSeconds": fc.nat(3),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ["visitor", "at", "name"] },
);

const batch = fc.record({
  rows: fc.array(row, { maxLength: 25 }),
  shards: fc.constantFrom(1, 1, 2, 4),
});

const matcher: fc.Arbitrary<Matcher> = fc.constantFrom<Matcher>(
  { event: "view" },
  { event: "buy" },
  { event: "view", where: { field: "country", op: "is", value: "DE" } },
  { event: "buy", where: { field: "channel", op: "is", value: "Email" } },
  { page: "/p" },
  { engaged: { seconds: 2 } },
);

const time = fc.nat(95 * 24).map((hour) => hour * 60 * minute);
const plan = fc.record(
  {
    matchers: fc.array(matcher, { maxLength: 3 }),
    asOf: time,
    range: fc.tuple(time, time).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
    includeBots: fc.boolean(),
    sessionGapMs: fc.constantFrom(15 * minute, day),
    fields: fc.subarray(["country", "path", "name", "channel", "property.viewId"]),
    onlyMatching: fc.boolean(),
    whoeverWasActive: fc.boolean(),
  },
  { requiredKeys: ["matchers"] },
);

const identities = fc.record({
  winnerOf: fc
    .uniqueArray(fc.nat(12), { maxLength: 4 })
    .map(([winner = 0, ...losers]) => new Map(losers.map((no) => [no, winner]))),
  erased: fc.subarray([3, 4, 5]).map((some) => new Set(some)),
});

/**
 * Sessions under numbers that count from 0 for each visitor, and without events and visitors that may be left out: those
 * without a match while they were about.
 */
const comparable = (
  events: readonly ScannedEvent[],
  { onlyMatching, range }: Partial<ScanPlan>,
): ScannedEvent[] => {
  const matching = events.filter(({ mask }) => mask !== 0);
  const isAbout = (visitor: number): boolean => {
    const times = matching.filter((one) => one.visitor === visitor).map(({ at }) => at);
    return !range || (Math.min(...times) < range.to && Math.max(...times) >= range.from);
  };
  const firstOf = new Map<number, number>();
  const visitorOf = new Map<number, number>();
  for (const { visitor, session } of events) {
    if (session < 0) continue;
    firstOf.set(visitor, Math.min(session, firstOf.get(visitor) ?? session));
    visitorOf.set(session, visitorOf.get(session) ?? visitor);
    expect(visitorOf.get(session)).toBe(visitor);
  }
  return events
    .toSorted((a, b) => a.visitor - b.visitor)
    .filter(({ mask, visitor }) => !onlyMatching || (mask !== 0 && isAbout(visitor)))
    .map((event) => {
      const { visitor, session } = event;
      return { ...event, session: session < 0 ? session : session - (firstOf.get(visitor) ?? 0) };
    });
};

/** `seq` counts over all batches, as arrivals do. */
const runsOf = (batches: readonly { rows: readonly Row[]; shards: number }[]): Run[] => {
  let seq = 0;
  return batches.flatMap(({ rows, shards }) =>
    givenRuns(
      rows.map((one) => ({ ...one, seq: ++seq })),
      shards,
    ),
  );
};

describe("gathered rows", () => {
  it("are seen as if they lay in their runs", () => {
    const worlds = fc.record({
      batches: fc.array(batch, { minLength: 1, maxLength: 4 }),
      plan,
      identities,
      parts: fc.constantFrom(1, 2, 4),
      chosen: fc.nat(),
    });
    fc.assert(
      fc.property(worlds, ({ batches, plan, identities, parts, chosen }) => {
        const runs = runsOf(batches);
        for (let index = 0; index < parts; index++) {
          const part: Part = { ...givenPart(runs, identities), index, parts };
          const gathered = gatheredPart(
            part,
            (run, shard) => (chosen >> ((runs.indexOf(run) + shard) % 20)) % 2 === 0,
          );
          const expected = comparable(scanned(part, plan), plan);
          expect(comparable(scanned(gathered, plan), plan)).toEqual(expected);
          expect(comparable(scanned(gathered, plan), plan)).toEqual(expected);
        }
      }),
      { numRuns: 600 },
    );
  });

  it("are seen of the asked months alone", () => {
    const worlds = fc.record({
      batches: fc.array(batch, { minLength: 1, maxLength: 4 }),
      plan,
      bounds: fc.tuple(fc.constantFrom(...months), fc.constantFrom(...months)),
    });
    fc.assert(
      fc.property(worlds, ({ batches, plan, bounds }) => {
        const [from, to] = [Math.min(...bounds), Math.max(...bounds)];
        const runs = runsOf(batches);
        const asked = givenPart(runs.filter(({ month }) => month >= from && month < to));
        const gathered = gatheredPart(givenPart(runs), () => true, { from, to });
        expect(comparable(scanned(gathered, plan), plan)).toEqual(comparable(scanned(asked, plan), plan));
      }),
      { numRuns: 300 },
    );
  });

  it("let visitors be counted by kind who are all there, have no past and were seen last in time", () => {
    const worlds = fc.record({
      batches: fc.array(batch, { minLength: 1, maxLength: 4 }),
      plan: plan.map((one) => ({ ...one, onlyMatching: false, past: true })),
      identities,
      begin: fc.constantFrom(0, 0, 31 * day),
      /** The rows of the months before were gathered, too. */
      isLonger: fc.boolean(),
      until: fc.oneof(time, fc.constant(95 * day)),
      kinds: fc.array(fc.constantFrom(0, 1, 2), { minLength: 13, maxLength: 13 }),
    });
    const met = { counted: 0, handed: 0 };
    fc.assert(
      fc.property(worlds, ({ batches, plan, identities, begin, isLonger, until, kinds }) => {
        const runs = runsOf(batches);
        const shards = shardsOf(givenPart(runs));
        const gather = (some: Run[], from: number): readonly Run[] =>
          gatheredPart(givenPart(some, identities), undefined, { from, to: 95 * day }, shards).runs;
        const current = runs.filter(({ month }) => isLonger || month >= begin);
        const part: Part = {
          ...givenPart(
            gather(current, begin).filter(({ gathered }) => gathered),
            identities,
          ),
          past: gather(
            runs.filter(({ month }) => month < begin),
            0,
          ),
        };
        const { from = 0, to = 95 * day } = plan.range ?? {};
        const rowsOf = new Map<number, number>();
        const ofRows = new Map<Run["at"], VisitorKinds>();
        for (const { at, visitors, starts } of part.runs) {
          for (const [v, no] of visitors.entries()) rowsOf.set(no, (starts[v + 1] ?? 0) - (starts[v] ?? 0));
          const kindOf = Uint16Array.from(visitors, (no) => kinds[no] ?? 0);
          ofRows.set(at, { kindOf, counts: new Uint32Array(3) });
        }
        const counted = new Set<number>();
        const plain = givenScan(part, plan).forEachJourney((journey) => {
          const { visitor, at, start, end, inPlace, past } = journey;
          const isAllThere = inPlace && end - start === rowsOf.get(visitor) && past === undefined;
          const [firstAt = 0, lastAt = 0] = [at[start], at[end - 1]];
          const isInTime = firstAt >= from && lastAt < to && lastAt <= until;
          if (isAllThere && isInTime && kinds[visitor] !== 0) counted.add(visitor);
        });
        const byKind = { ...plan, kinds: { until, ofRows } };
        const others = scanned(part, plan).filter(({ visitor }) => !counted.has(visitor));
        expect(comparable(scanned(part, byKind), plan)).toEqual(comparable(others, plan));
        const countsOf = (kind: number): number =>
          [...ofRows.values()].reduce((sum, { counts }) => sum + (counts[kind] ?? 0), 0);
        const kindsMet = [...counted].map((no) => kinds[no]);
        for (const kind of [1, 2]) expect(countsOf(kind)).toBe(kindsMet.filter((one) => one === kind).length);
        expect(countsOf(0)).toBe(0);
        expect(givenScan(part, byKind).forEachJourney(() => {})).toEqual(plain);
        met.counted += counted.size;
        met.handed += others.length;
      }),
      { numRuns: 300 },
    );
    expect(met.counted).toBeGreaterThan(30);
    expect(met.handed).toBeGreaterThan(100);
  });

  it("know where sessions begin that lie one after the other", () => {
    const worlds = fc.record({
      batches: fc.array(batch, { minLength: 1, maxLength: 4 }),
      plan: plan.map((one) => ({ ...one, sessionGapMs: one.sessionGapMs ?? day })),
    });
    const into = new Int32Array(200);
    const met = { known: 0, unknown: 0 };
    fc.assert(
      fc.property(worlds, ({ batches, plan }) => {
        const gathered = gatheredPart(givenPart(runsOf(batches)), () => true);
        givenScan(gathered, plan).forEachJourney((journey) => {
          const { session, start, end, sessions, firstSession } = journey;
          if (sessions < 0) return;
          const numbers = [...session.subarray(start, end)];
          const begins = numbers.flatMap((number, i) => (number === numbers[i - 1] ? [] : [start + i]));
          const inOrder = begins.map((i) => session[i] ?? -1);
          const areInOrder = inOrder.every((number, k) => number > (inOrder[k - 1] ?? -1));
          expect(firstSession >= 0).toBe(areInOrder);
          met[areInOrder ? "known" : "unknown"]++;
          if (!areInOrder) return;
          expect(sessionsInOrder(journey, into)).toBe(sessions);
          expect([...into.subarray(0, sessions + 1)]).toEqual([...begins, end]);
        });
      }),
      { numRuns: 300 },
    );
    expect(met.known).toBeGreaterThan(100);
    expect(met.unknown).toBeGreaterThan(100);
  });
});
