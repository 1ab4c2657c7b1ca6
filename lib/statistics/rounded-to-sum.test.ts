import fc from "fast-check";
import { expect, it } from "vitest";
import { roundedToSum } from "./rounded-to-sum";

it.each([
  [[3.2, 3.5, 3.3], 10, [3, 4, 3]],
  [[-3.2, -3.5, -3.3], -10, [-3, -4, -3]],
  [[0.5, -0.5], 0, [1, -1]],
  [[-0.5, 0.5], 0, [-1, 1]],
  [[1 / 3, 1 / 3, 1 / 3], 1, [1, 0, 0]],
  [[-1 / 3, -1 / 3, -1 / 3], -1, [-1, 0, 0]],
  [[2, 3], 7, [3, 4]],
  [[], 0, []],
])("rounds %j to a sum of %i", (values, sum, expected) => {
  expect(roundedToSum(values, sum)).toEqual(expected);
});

it("adds up, moves nothing by a whole unit, and gives opposite numbers for opposite values", () => {
  const list = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(list, (values) => {
      const sum = Math.round(values.reduce((all, one) => all + one, 0)) || 0;
      const found = roundedToSum(values, sum);
      expect(found.reduce((all, one) => all + one, 0)).toBe(sum);
      for (const [n, one] of found.entries()) expect(Math.abs(one - (values[n] ?? 0))).toBeLessThan(1 + 1e-5);
      const opposite = roundedToSum(
        values.map((one) => -one),
        -sum,
      );
      expect(opposite).toEqual(found.map((one) => -one || 0));
    }),
  );
});
