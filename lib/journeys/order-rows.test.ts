import fc from "fast-check";
import { expect, it } from "vitest";
import { orderRows } from "./order-rows";

type Row = { visitor: number; at: number };

const ordered = (rows: readonly Row[]): Int32Array => {
  const order = Int32Array.from(rows.keys());
  orderRows(order, {
    visitor: Int32Array.from(rows, ({ visitor }) => visitor),
    at: Float64Array.from(rows, ({ at }) => at),
    seq: Float64Array.from(rows.keys()),
  });
  return order;
};

const expected = (rows: readonly Row[]): number[] =>
  rows
    .map(({ visitor, at }, seq) => ({ visitor, at, seq }))
    .sort((a, b) => a.visitor - b.visitor || a.at - b.at || a.seq - b.seq)
    .map(({ seq }) => seq);

const row = fc.record({
  visitor: fc.oneof(
    { weight: 3, arbitrary: fc.constant(2) },
    { weight: 1, arbitrary: fc.nat(5) },
    { weight: 1, arbitrary: fc.nat(2 ** 31 - 1) },
  ),
  at: fc.nat(20),
});

it("orders few rows by visitor, time and arrival, however high the visitors' numbers", () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 200, size: "max" }), (rows) => {
      expect([...ordered(rows)]).toEqual(expected(rows));
    }),
  );
});

it.each([5, 60_000, 2 ** 31 - 1])("orders many rows of visitors numbered up to %d", (highest) => {
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 100, maxLength: 100, size: "max" }),
      fc.nat(highest),
      (some, base) => {
        const rows = Array.from({ length: 5000 }, (_, n) => {
          const { visitor, at } = some[n % some.length] ?? { visitor: 0, at: 0 };
          return { visitor: (base + visitor * (n % 7)) % (highest + 1), at: (at * n) % 1000 };
        });
        expect([...ordered(rows)]).toEqual(expected(rows));
      },
    ),
    { numRuns: 20 },
  );
});

it("orders only the rows it is given", () => {
  const keys = {
    visitor: Int32Array.of(3, 1, 2, 1),
    at: Float64Array.of(0, 5, 0, 4),
    seq: Float64Array.of(1, 2, 3, 4),
  };
  const order = Int32Array.of(0, 1, 3);
  orderRows(order, keys);
  expect([...order]).toEqual([3, 1, 0]);
});
