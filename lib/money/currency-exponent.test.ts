import { expect, it } from "vitest";
import { currencyExponent } from "./currency-exponent";

it.each([
  ["EUR", 2],
  ["HUF", 2],
  ["JPY", 0],
  ["ISK", 0],
  ["KWD", 3],
  ["IQD", 3],
  ["CLF", 4],
  ["HRK", 2],
])("knows the ISO exponent of %s", (code, exponent) => {
  expect(currencyExponent(code)).toBe(exponent);
});

it("reads codes in any case", () => {
  expect(currencyExponent("kwd")).toBe(3);
});

it.each(["", "XXX", "XAU", "EU", "EURO", "€", " EUR", "__proto__"])("knows no currency %j", (code) => {
  expect(currencyExponent(code)).toBeNull();
});
