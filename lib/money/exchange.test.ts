import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exchange } from "./exchange";

describe("exchange", () => {
  it.each([
    [10_000, "USD", "EUR", "0.92", 9_200],
    [1, "USD", "EUR", "0.5", 0],
    [3, "USD", "EUR", "0.5", 2],
    [-3, "USD", "EUR", "0.5", -2],
    [-1, "USD", "EUR", "0.5", 0],
    [1_000, "JPY", "EUR", "0.0061", 610],
    [610, "EUR", "JPY", "163.934426", 1_000],
    [1_234, "KWD", "EUR", "3", 370],
    [1_235, "KWD", "EUR", "3", 370],
    [9_007_199_254_740_991, "USD", "EUR", "0.000000000001", 9_007],
    [9_007_199_254_740_991, "USD", "EUR", "1", 9_007_199_254_740_991],
    [9_007_199_254_740_991, "USD", "EUR", "1.1", null],
  ])("turns %d minor units of %s into %s at %s", (minor, from, to, rate, expected) => {
    expect(exchange(from, to, rate)(minor)).toBe(expected);
  });

  it("is never more than half a minor unit away from the exact product, and even when exactly half", () => {
    const currency = fc.constantFrom(["JPY", 0] as const, ["EUR", 2] as const, ["KWD", 3] as const);
    const rate = fc.record({
      digits: fc.integer({ min: 1, max: 1e9 }),
      decimals: fc.integer({ min: 7, max: 12 }),
    });
    const minor = fc.integer({ min: -1e10, max: 1e10 });
    fc.assert(
      fc.property(currency, currency, rate, minor, ([from, a], [to, b], { digits, decimals }, amount) => {
        const padded = String(digits).padStart(decimals + 1, "0");
        const text = `${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`;
        const converted = exchange(from, to, text)(amount);
        const scale = 10n ** BigInt(decimals + a);
        const exact = BigInt(amount) * BigInt(digits) * 10n ** BigInt(b);
        const off = 2n * (exact - BigInt(converted ?? Number.NaN) * scale);
        const distance = off < 0n ? -off : off;
        expect(distance).toBeLessThanOrEqual(scale);
        expect(distance === scale && (converted ?? 0) % 2 !== 0).toBe(false);
      }),
    );
  });

  it("knows no other currencies", () => {
    expect(() => exchange("XXX", "EUR", "1")).toThrow(new RangeError("Unknown currency: XXX"));
    expect(() => exchange("EUR", "XXX", "1")).toThrow(new RangeError("Unknown currency: XXX"));
  });
});
