import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeRun } from "@/lib/journeys/decode-column";
import { firstFields } from "@/lib/journeys/first-rows";
import { shardsOf } from "@/lib/journeys/identities";
import type { Part } from "@/lib/journeys/part";
import { type EncodedRun, firstPrefix, type Run } from "@/lib/journeys/run";
import { storedParts } from "@/lib/journeys/stored-fields";
import { gatheredPart } from "@/lib/journeys/testing/gathered-part";
import { givenBuilder, givenPart, type Row } from "@/lib/journeys/testing/given-rows";
import { contextFields } from "@/lib/matching/definition";
import type { Unit } from "./definition";
import { unitValues } from "./testing/unit-values";
import { needsOfGroups } from "./unit-groups";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** The second of three months: what lies before it is the past. */
const months = [0, 31 * day, 59 * day];
const [, begin = 0, last = 0] = months;

/** Times crowd together, also around the beginning of a month and a day after it. */
const time = fc
  .tuple(
    fc.constantFrom(
      3 * day,
      20 * day,
      begin - day,
      begin - 40 * minute,
      begin,
      begin + day,
      last,
      last + day,
    ),
    fc.oneof(
      fc.nat(9).map((n) => n * 10 * minute),
      fc.constantFrom(23 * hour, day, day + 1),
    ),
  )
  .map(([start, after]) => start + after);

const some = (...values: string[]) => fc.option(fc.constantFrom(...values), { nil: undefined, freq: 2 });
const fields = fc.record({
  path: some("/", "/p"),
  host: some("a.example", "b.example"),
  title: some("A", "B"),
  referrer: fc.option(fc.constantFrom("www.google.com/", "blog.example/post"), { nil: undefined, freq: 1 }),
  "utm.source": fc.option(fc.constantFrom("news", "google"), { nil: undefined, freq: 1 }),
  "utm.content": some("x", "y"),
  clickId: fc.option(fc.constantFrom("gclid"), { nil: undefined, freq: 1 }),
  country: some("DE", "FR"),
  device: some("mobile", "desktop"),
});

/** Little but what sessions and channels are made of, of one visitor who comes back after the past. */
const crowded = fc.record(
  {
    visitor: fc.constantFrom(0, 0, 0, 1),
    at: fc
      .tuple(
        fc.constantFrom(20 * day, begin - hour, begin - 20 * minute),
        fc.constantFrom(0, 1, 2, 3, 4, 5, 8, 24 * 6 - 1, 24 * 6, 24 * 6 + 1),
      )
      .map(([start, tens]) => start + tens * 10 * minute),
    name: fc.constant("view"),
    sessionId: fc.constantFrom("s", "t"),
    passive: fc.constantFrom(false, false, false, true),
    bot: fc.constantFrom(...new Array<boolean>(7).fill(false), true),
    fields: fc.record(
      { path: fc.constant("/"), "utm.source": fc.constantFrom("news", "google", "x") },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ["visitor", "at", "name", "fields"] },
);

const row = fc.record(
  {
    visitor: fc.nat(3),
    at: time,
    name: fc.constantFrom("view", "Page Viewed"),
    sessionId: fc.constantFrom("s", "t", "u"),
    passive: fc.constantFrom(false, false, true),
    bot: fc.constantFrom(false, false, false, true),
    fields,
  },
  { requiredKeys: ["visitor", "at", "name", "fields"] },
);

const batchesOf = (row: fc.Arbitrary<Row>) =>
  fc.array(
    fc.record({
      rows: fc.array(row, { maxLength: 14 }),
      shards: fc.constantFrom(1, 2),
      /** The run was stored with its first rows. */
      isThin: fc.constantFrom(true, true, false),
    }),
    { minLength: 1, maxLength: 4 },
  );

const world = fc.record({
  batches: batchesOf(row),
  gathered: fc.nat(),
  parts: fc.constantFrom(1, 2),
  winnerOf: fc
    .uniqueArray(fc.nat(3), { maxLength: 3 })
    .map(([winner = 0, ...losers]) => new Map(losers.map((no) => [no, winner]))),
  erased: fc.subarray([3]).map((nos) => new Set(nos)),
  includeBots: fc.boolean(),
  sessionGapMs: fc.constantFrom(15 * minute, 30 * minute, day),
  asOf: fc.oneof(fc.constant(100 * day), time),
  rangeFrom: fc.constantFrom(begin, begin + day + 30 * minute, last),
});
type Asked = typeof world extends fc.Arbitrary<infer T> ? T : never;

const always = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

const firstRun = ({ columns, ...run }: EncodedRun): Run =>
  decodeRun({
    ...run,
    columns: columns.has(`${firstPrefix}core`)
      ? new Map(
          [...columns].flatMap(([field, bytes]): [string, Uint8Array][] =>
            field.startsWith(firstPrefix) ? [[field.slice(firstPrefix.length), bytes]] : [],
          ),
        )
      : columns,
  });

/** All rows of the log in the parts of a question; or the past of it as it is stored. */
const partsOf = ({ batches, gathered, parts, winnerOf, erased }: Asked, hasPast: boolean): Part[] => {
  let seq = 0;
  const stored = batches.flatMap(({ rows, shards, isThin }) =>
    givenBuilder(rows.map((one: Row) => ({ ...one, seq: ++seq })))
      .buildToStore(() => shards)
      .map((run) => ({ run, isThin })),
  );
  const chooses = (run: Run, shard: number) => (gathered >> ((run.count + shard) % 20)) % 2 === 0;
  const isPast = ({ run }: { run: EncodedRun }): boolean => hasPast && run.month < begin;
  const runs = stored.filter((one) => !isPast(one)).map(({ run }) => decodeRun(run));
  const before = stored.filter(isPast).map(({ run, isThin }) => (isThin ? firstRun(run) : decodeRun(run)));
  return Array.from({ length: parts }, (_, index): Part => {
    const part = { ...givenPart(runs, { winnerOf, erased }), index, parts };
    const shards = shardsOf({ ...part, runs: [...runs, ...before] });
    const past = gatheredPart({ ...part, runs: before }, chooses, always, shards).runs;
    return { ...gatheredPart(part, chooses, always, shards), past };
  });
};

const valuesOf = (asked: Asked, by: string, unit: Unit, hasPast: boolean): string[] =>
  unitValues(partsOf(asked, hasPast), by, {
    ...asked,
    unit,
    range: { from: asked.rangeFrom, to: 90 * day, asOf: asked.asOf },
  });

const firstTouch = contextFields.map((field) => `first.${field}`);

it("what is kept of the past says how visitors came as all rows do, wherever they lie", () => {
  fc.assert(
    fc.property(world, fc.constantFrom("visitor.isNew", ...firstTouch, "first.channel"), (asked, by) => {
      expect(valuesOf(asked, by, "visitor", true)).toEqual(valuesOf(asked, by, "visitor", false));
    }),
    { numRuns: 2_000 },
  );
});

it("what is kept of the past says by which session visitors came, however sessions lie among each other", () => {
  const back = {
    rows: [0, 1].map((visitor) => ({ visitor, at: last + day })),
    shards: 1 as const,
    isThin: true,
  };
  const crowds = fc
    .tuple(world, batchesOf(crowded))
    .map(([asked, batches]) => ({ ...asked, batches: [...batches, back], rangeFrom: last, asOf: 100 * day }));
  fc.assert(
    fc.property(crowds, fc.constantFrom("first.channel", "first.utm.source"), (asked, by) => {
      expect(valuesOf(asked, by, "visitor", true)).toEqual(valuesOf(asked, by, "visitor", false));
    }),
    { numRuns: 4_000 },
  );
});

it("what is kept of the past says which session is the first, where no sender's session lasts for weeks", () => {
  const withoutNames = world.map((asked) => ({
    ...asked,
    batches: asked.batches.map((batch) => ({
      ...batch,
      rows: batch.rows.map((one) => ({ ...one, sessionId: undefined })),
    })),
    rangeFrom: last,
  }));
  fc.assert(
    fc.property(withoutNames, (asked) => {
      expect(valuesOf(asked, "session.isFirst", "session", true)).toEqual(
        valuesOf(asked, "session.isFirst", "session", false),
      );
    }),
    { numRuns: 500 },
  );
});

it("all that is asked of the past is kept", () => {
  for (const by of ["visitor.isNew", "session.isFirst", ...firstTouch])
    for (const field of storedParts(needsOfGroups(by).past ?? [])) expect(firstFields).toContain(field);
});
