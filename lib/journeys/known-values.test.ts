import fc from "fast-check";
import { expect, it } from "vitest";
import { KnownValues } from "./known-values";

const bytes = fc.uint8Array({ maxLength: 11 });

it("finds the number of exactly the bytes it was given, wherever they lie", () => {
  fc.assert(
    fc.property(fc.array(bytes, { maxLength: 120, size: "max" }), fc.nat(7), (values, shift) => {
      const known = new KnownValues();
      const numbers = new Map<string, number>();
      for (const value of values) {
        const piece = new Uint8Array(shift + value.length + 1);
        piece.set(value, shift);
        const view = new DataView(piece.buffer);
        const number = known.find(view, shift, value.length);
        expect(number).toBe(numbers.get(value.join()) ?? -1);
        if (number >= 0) continue;
        numbers.set(value.join(), numbers.size);
        known.add(view, shift, value.length, numbers.size - 1);
      }
      known.clear();
      for (const value of values)
        expect(known.find(new DataView(value.slice().buffer), 0, value.length)).toBe(-1);
    }),
  );
});
