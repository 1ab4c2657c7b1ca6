import { expect, it } from "vitest";
import { productInterval } from "./product-interval";

// By hand: the variance of 0.2 · 50 is 50² · 0.0001 + 0.2² · 4 = 0.41.
it("gives the product and the delta method's interval", () => {
  const half = 1.959963984540054 * Math.sqrt(0.41);
  const x = { estimate: 0.2, variance: 0.0001 };
  const y = { estimate: 50, variance: 4 };
  const expected = {
    estimate: 10,
    low: expect.closeTo(10 - half, 12),
    high: expect.closeTo(10 + half, 12),
  };
  expect(productInterval(x, y)).toEqual(expected);
  expect(productInterval(y, x)).toEqual(expected);
});

it("is the other's interval scaled when one of them is certain", () => {
  expect(productInterval({ estimate: -3, variance: 0 }, { estimate: 1, variance: 1 })).toEqual({
    estimate: -3,
    low: expect.closeTo(-3 - 3 * 1.959963984540054, 12),
    high: expect.closeTo(-3 + 3 * 1.959963984540054, 12),
  });
  expect(productInterval({ estimate: 0, variance: 0 }, { estimate: 0, variance: 0 })).toEqual({
    estimate: 0,
    low: 0,
    high: 0,
  });
});
