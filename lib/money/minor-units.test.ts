import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { minorUnits } from "./minor-units";

describe("minorUnits", () => {
  it.each([
    [19.99, "EUR", 1999],
    [1.005, "EUR", 100],
    [1.015, "EUR", 102],
    [1.0051, "EUR", 101],
    [1.025, "EUR", 102],
    [0.1 + 0.2, "EUR", 30],
    [-1.005, "EUR", -100],
    [-1.015, "EUR", -102],
    [1e-7, "EUR", 0],
    [-0.001, "EUR", 0],
    [-0, "EUR", 0],
    [1e12, "EUR", 1e14],
    [100.5, "JPY", 100],
    [101.5, "JPY", 102],
    [1.2345, "KWD", 1234],
    [1.2355, "KWD", 1236],
    [0.00005, "CLF", 0],
    [0.00015, "CLF", 2],
  ])("turns the number %d %s into %d", (amount, currency, minor) => {
    expect(minorUnits(amount, currency)).toBe(minor);
  });

  it.each([
    ["19.99", "EUR", 1999],
    ["19.9", "EUR", 1990],
    ["007", "EUR", 700],
    ["1.005", "EUR", 100],
    ["-0.00", "EUR", 0],
    ["999999999999.994999", "EUR", 99999999999999],
    ["100.500001", "JPY", 101],
  ])("turns the text %j %s into %d", (amount, currency, minor) => {
    expect(minorUnits(amount, currency)).toBe(minor);
  });

  it("reads the currency in any case", () => {
    expect(minorUnits("1.234", "kwd")).toBe(1234);
  });

  it.each([
    "",
    " 1",
    "1\n",
    "+1",
    "1.",
    ".5",
    "1,5",
    "1e3",
    "0x10",
    "1.2.3",
    "1234567890123",
    "1.1234567",
    "١",
    "NaN",
  ])("refuses the text %j", (amount) => {
    expect(minorUnits(amount, "EUR")).toBeNull();
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e12 + 1, -1e13, 1e21])(
    "refuses the number %d",
    (amount) => {
      expect(minorUnits(amount, "EUR")).toBeNull();
    },
  );

  it("refuses what is no currency and what is no safe integer", () => {
    expect(minorUnits(1, "XXX")).toBeNull();
    expect(minorUnits(1, "")).toBeNull();
    expect(minorUnits(1e12, "CLF")).toBeNull();
  });

  it("gives back every amount that has no more decimals than its currency, as text and as number", () => {
    const currency = fc.constantFrom(["JPY", 0] as const, ["EUR", 2] as const, ["KWD", 3] as const);
    const minor = fc.integer({ min: -1e12, max: 1e12 });
    fc.assert(
      fc.property(currency, minor, ([code, exponent], expected) => {
        const digits = String(Math.abs(expected)).padStart(exponent + 1, "0");
        const split = digits.length - exponent;
        const decimals = exponent === 0 ? "" : `.${digits.slice(split)}`;
        const text = `${expected < 0 ? "-" : ""}${digits.slice(0, split)}${decimals}`;
        if (split <= 12) expect(minorUnits(text, code)).toBe(expected);
        expect(minorUnits(Number(text), code)).toBe(expected);
      }),
    );
  });

  it("is never more than half a minor unit away from the text, and even when exactly half", () => {
    const micros = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n });
    fc.assert(
      fc.property(micros, (millionths) => {
        const digits = String(millionths < 0n ? -millionths : millionths).padStart(7, "0");
        const text = `${millionths < 0n ? "-" : ""}${digits.slice(0, -6)}.${digits.slice(-6)}`;
        const minor = BigInt(Number(minorUnits(text, "EUR")));
        const twiceOff = 2n * (millionths - minor * 10_000n);
        const distance = twiceOff < 0n ? -twiceOff : twiceOff;
        expect(distance).toBeLessThanOrEqual(10_000n);
        expect(distance === 10_000n && minor % 2n !== 0n).toBe(false);
      }),
    );
  });
});
