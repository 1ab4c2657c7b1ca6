import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeRun } from "./decode-column";
import type { Run } from "./run";
import { RunBuilder } from "./run-builder";

type Row = { visitor: number; at: number; flags: number; fields: Record<string, unknown> };
type Arrived = Row & { seq: number };

const oneShard = (): number => 1;

const build = (rows: readonly Arrived[], shardsOf: (month: number, events: number) => number): Run[] => {
  const builder = new RunBuilder();
  for (const { seq, visitor, at, flags, fields } of rows) {
    const place = builder.add(seq, visitor, at, flags);
    for (const [field, value] of Object.entries(fields)) builder.column(field).set(place, value);
  }
  return builder.build(shardsOf).map((encoded) => {
    const run = decodeRun(encoded);
    expect([encoded.events, encoded.visitors]).toEqual([run.count, run.visitors.length]);
    return run;
  });
};

const fieldNames = ["name", "path", "property.id", "property.data"];

const rowsOf = (run: Run): Arrived[] =>
  Array.from(run.visitors).flatMap((visitor, v) =>
    Array.from({ length: (run.starts[v + 1] ?? 0) - (run.starts[v] ?? 0) }, (_, i) => {
      const row = (run.starts[v] ?? 0) + i;
      const fields: Record<string, unknown> = {};
      for (const field of fieldNames) {
        const { codes, dictionary } = run.column(field);
        const code = codes[row] ?? 0;
        if (code > 0) fields[field] = dictionary.value(code - 1);
      }
      const seq = run.seqBase + (run.seq[row] ?? 0);
      return { seq, visitor, at: run.month + (run.at[row] ?? 0), flags: run.flags[row] ?? 0, fields };
    }),
  );

const inOrder = (rows: readonly Arrived[]): Arrived[] =>
  rows.toSorted((a, b) => a.visitor - b.visitor || a.at - b.at || a.seq - b.seq);

const json = fc.jsonValue({ maxDepth: 2 }).map((value): unknown => JSON.parse(JSON.stringify(value)));

const arbitraryRow: fc.Arbitrary<Row> = fc.record({
  visitor: fc.oneof(fc.nat(4), fc.nat(2 ** 31 - 1)),
  at: fc.oneof(fc.integer({ min: -3e11, max: 3e11 }), fc.nat(1e9), fc.nat(3)),
  flags: fc.nat(255),
  fields: fc.record(
    {
      name: fc.constantFrom("view", "buy", ""),
      path: fc.string({ unit: "grapheme" }),
      "property.id": fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
      "property.data": json,
    },
    { requiredKeys: [] },
  ),
});

/** Rows as they arrive; between some of them the log grew a lot. */
const arbitraryRows = fc
  .array(fc.tuple(arbitraryRow, fc.constantFrom(1, 1, 1, 7, 2 ** 33)), { maxLength: 60, size: "max" })
  .map((rows) => {
    let last = 0;
    return rows.map(([row, step]): Arrived => {
      last += step;
      return { ...row, seq: last };
    });
  });

it("gives back the rows it was given, in journey order, by month and shard", () => {
  fc.assert(
    fc.property(arbitraryRows, fc.constantFrom(1, 2, 8), (rows, shards) => {
      const runs = build(rows, () => shards);
      const monthOf = (at: number): string => new Date(at).toISOString().slice(0, 7);
      for (const run of runs) {
        const own = rows.filter(
          ({ at, visitor }) => monthOf(at) === monthOf(run.month) && visitor % shards === run.shard,
        );
        expect(rowsOf(run)).toEqual(inOrder(own));
        expect(new Date(run.month).toISOString()).toMatch(/-01T00:00:00\.000Z$/);
        expect(run.shards).toBe(shards);
      }
      expect(runs.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);
      expect(new Set(runs.map(({ month, shard }) => `${month} ${shard}`)).size).toBe(runs.length);
    }),
  );
});

it("adds runs as if their rows had come one by one, under new numbers and without those left out", () => {
  fc.assert(
    fc.property(arbitraryRows, fc.constantFrom(1, 4), (rows, shards) => {
      const half = Math.floor(rows.length / 2);
      const parts = [...build(rows.slice(0, half), () => shards), ...build(rows.slice(half), oneShard)];
      const visitorOf = (visitor: number): number => (visitor === 3 ? -1 : visitor === 2 ? 1 : visitor);
      const dropSeq = (seq: number): boolean => seq % 5 === 0;
      const builder = new RunBuilder();
      for (const run of parts) {
        let asked = 0;
        const counting = (visitor: number): number => {
          asked++;
          return visitorOf(visitor);
        };
        builder.addRun(run, fieldNames, { visitorOf: counting, dropSeq });
        expect(asked).toBe(run.visitors.length);
      }
      const kept = rows
        .filter(({ seq, visitor }) => !dropSeq(seq) && visitor !== 3)
        .map((row) => ({ ...row, visitor: visitorOf(row.visitor) }));
      const runs = builder.build(() => 2).map(decodeRun);
      expect(runs.map(rowsOf)).toEqual(build(kept, () => 2).map(rowsOf));
    }),
  );
});

it("makes no runs of no rows, and a builder goes on after it has built", () => {
  const builder = new RunBuilder();
  expect(builder.build(oneShard)).toEqual([]);
  builder.column("name").set(builder.add(7, 1, 0, 0), "view");
  const [first] = builder.build(oneShard).map(decodeRun).map(rowsOf);
  builder.column("name").set(builder.add(3, 1, 0, 4), "buy");
  const [second] = builder.build(oneShard).map(decodeRun).map(rowsOf);
  const view = { seq: 7, visitor: 1, at: 0, flags: 0, fields: { name: "view" } };
  expect(first).toEqual([view]);
  expect(second).toEqual([{ seq: 3, visitor: 1, at: 0, flags: 4, fields: { name: "buy" } }, view]);
});

it("asks how many shards a month of so many events has, and takes only powers of two", () => {
  const builder = new RunBuilder();
  builder.add(1, 1, Date.UTC(2024, 1, 29, 23, 59, 59, 999), 0);
  builder.add(2, 6, Date.UTC(2024, 2, 1), 0);
  builder.add(3, 5, Date.UTC(2024, 2, 1), 0);
  const asked: unknown[] = [];
  const runs = builder.build((month, events) => {
    asked.push([new Date(month).toISOString(), events]);
    return events === 2 ? 4 : 1;
  });
  expect(asked).toEqual([
    ["2024-02-01T00:00:00.000Z", 1],
    ["2024-03-01T00:00:00.000Z", 2],
  ]);
  expect(runs.map(({ shard, shards, events, visitors }) => [shard, shards, events, visitors])).toEqual([
    [0, 1, 1, 1],
    [1, 4, 1, 1],
    [2, 4, 1, 1],
  ]);
  expect(() => builder.build(() => 3)).toThrow("power of two");
});
