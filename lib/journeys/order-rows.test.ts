import fc from "fast-check";
import { expect, it } from "vitest";
import { orderRows } from "./order-rows";

it("orders rows by visitor, time and arrival, few of a visitor or many", () => {
  const row = fc.record({
    visitor: fc.oneof({ weight: 3, arbitrary: fc.constant(2) }, { weight: 1, arbitrary: fc.nat(5) }),
    at: fc.nat(20),
  });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 200, size: "max" }), (rows) => {
      const order = orderRows(
        rows.length,
        Int32Array.from(rows, ({ visitor }) => visitor),
        Float64Array.from(rows, ({ at }) => at),
        Float64Array.from(rows, (_, seq) => seq),
      );
      const expected = rows
        .map(({ visitor, at }, seq) => ({ visitor, at, seq }))
        .sort((a, b) => a.visitor - b.visitor || a.at - b.at || a.seq - b.seq);
      expect([...order]).toEqual(expected.map(({ seq }) => seq));
    }),
  );
});
