import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mostPartsOfProduct, productChange, type SharedProduct } from "./product-change";

/** Of one group with all of the units. */
const single = (size: number, ...parts: number[]): SharedProduct => ({
  size,
  factors: new Float64Array([1, ...parts]),
});

/** By factor, over all groups. */
const sums = (found: Float64Array, groups: number): number[] =>
  Array.from({ length: found.length / groups }, (_, factor) =>
    found.subarray(factor * groups, (factor + 1) * groups).reduce((sum, one) => sum + one, 0),
  );

const total = ({ size, factors }: SharedProduct, parts: number): number => {
  let sum = 0;
  for (let first = 0; first < factors.length; first += 1 + parts)
    sum += factors.subarray(first, first + 1 + parts).reduce((product, one) => product * one, size);
  return sum;
};

/** The total when some factors (size, shares, part 1 …) are as after and the others as before. */
const mixed = (before: SharedProduct, after: SharedProduct, parts: number, isAfter: (n: number) => boolean) =>
  total(
    {
      size: isAfter(0) ? after.size : before.size,
      factors: before.factors.map((one, i) =>
        isAfter(1 + (i % (1 + parts))) ? (after.factors[i] ?? 0) : one,
      ),
    },
    parts,
  );

const orders = (list: readonly number[]): number[][] =>
  list.length === 0
    ? [[]]
    : list.flatMap((one) => orders(list.filter((other) => other !== one)).map((rest) => [one, ...rest]));

/** What each factor changes when factors change one after the other, on average over all orders. */
const overAllOrders = (before: SharedProduct, after: SharedProduct, parts: number): number[] => {
  const factors = Array.from({ length: parts + 2 }, (_, n) => n);
  const found = factors.map(() => 0);
  const all = orders(factors);
  for (const order of all)
    for (const [place, factor] of order.entries()) {
      const done = new Set(order.slice(0, place));
      const without = mixed(before, after, parts, (n) => done.has(n));
      const withIt = mixed(before, after, parts, (n) => done.has(n) || n === factor);
      found[factor] = (found[factor] ?? 0) + (withIt - without) / all.length;
    }
  return found;
};

const close = (found: readonly number[], expected: readonly number[], scale: number) => {
  for (const [n, one] of expected.entries())
    expect(Math.abs((found[n] ?? Number.NaN) - one)).toBeLessThan(1e-9 * scale);
};

const number = fc.double({ min: 0, max: 50, noNaN: true });
const products = (parts: number) =>
  fc.integer({ min: 1, max: 3 }).chain((groups) => {
    const product = fc
      .record({
        size: number,
        weights: fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), {
          minLength: groups,
          maxLength: groups,
        }),
        parts: fc.array(number, { minLength: groups * parts, maxLength: groups * parts }),
      })
      .map(({ size, weights, parts: list }): SharedProduct => {
        const sum = weights.reduce((all, one) => all + one, 0);
        const factors = weights.flatMap((weight, g) => [
          weight / sum,
          ...list.slice(g * parts, (g + 1) * parts),
        ]);
        return { size, factors: new Float64Array(factors) };
      });
    return fc.record({ before: product, after: product, groups: fc.constant(groups) });
  });

describe("published formulas", () => {
  it("shares the interaction of price and volume equally (Bennet 1920)", () => {
    // 100 pieces at 10, then 120 at 12: 20 × (10 + 12) ÷ 2 and 2 × (100 + 120) ÷ 2.
    expect([...productChange(single(100, 10), single(120, 12), 1)]).toEqual([
      expect.closeTo(220, 9),
      0,
      expect.closeTo(220, 9),
    ]);
  });

  it("shares it equally among three (Sun 1998, complete decomposition)", () => {
    const [x, y, z] = [50, 0.2, 30];
    const [dx, dy, dz] = [-10, 0.05, 6];
    const share = (a: number, da: number, b: number, db: number, c: number, dc: number) =>
      da * b * c + (da * (db * c + b * dc)) / 2 + (da * db * dc) / 3 + 0 * a;
    const found = productChange(single(x, y, z), single(x + dx, y + dy, z + dz), 2);
    close(
      [...found],
      [share(x, dx, y, dy, z, dz), 0, share(y, dy, x, dx, z, dz), share(z, dz, x, dx, y, dy)],
      1,
    );
  });

  it("counts units that move to a poorer group as a loss, of the group that grew and of the one that shrank", () => {
    const found = productChange(
      { size: 100, factors: new Float64Array([0.5, 10, 0.5, 2]) },
      { size: 100, factors: new Float64Array([0.3, 10, 0.7, 2]) },
      1,
    );
    // The average unit brings 6, then 4.4: on the way the groups are 4.8 above and 3.2 below it.
    close([...found], [0, 0, -96, -64, 0, 0], 1);
  });
});

describe("Shapley's value", () => {
  it.each([1, 2, 4])("is the average over all orders, with %i parts", (parts) => {
    fc.assert(
      fc.property(products(parts), ({ before, after, groups }) => {
        const found = sums(productChange(before, after, parts), groups);
        close(found, overAllOrders(before, after, parts), 50 ** (parts + 1));
      }),
      { numRuns: parts === 4 ? 20 : 100 },
    );
  });

  it("adds up to the change, and is negated when before and after change places", () => {
    fc.assert(
      fc.property(products(mostPartsOfProduct), ({ before, after, groups }) => {
        const parts = mostPartsOfProduct;
        const found = productChange(before, after, parts);
        const change = total(after, parts) - total(before, parts);
        const scale = Math.max(total(after, parts), total(before, parts), 50 ** parts);
        close([sums(found, groups).reduce((sum, one) => sum + one, 0)], [change], scale);
        close([...found.map((one) => -one)], [...productChange(after, before, parts)], scale);
      }),
    );
  });

  it("gives everything to the only factor that changed, and does not depend on the order of parts", () => {
    const [size, , first, second] = productChange(single(10, 2, 3), single(10, 2, 5), 2);
    expect([size, first, second]).toEqual([0, 0, expect.closeTo(40, 9)]);
    const turned = productChange(single(10, 3, 2), single(12, 5, 4), 2);
    const straight = productChange(single(10, 2, 3), single(12, 4, 5), 2);
    close(
      [turned[0] ?? 0, turned[3] ?? 0, turned[2] ?? 0],
      [straight[0] ?? 0, straight[2] ?? 0, straight[3] ?? 0],
      1,
    );
  });
});
