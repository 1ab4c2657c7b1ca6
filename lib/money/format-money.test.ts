import { expect, it } from "vitest";
import { formatMoney } from "./format-money";

it.each([
  [123450, "EUR", "€1,234.50"],
  [-1999, "USD", "-$19.99"],
  [0, "EUR", "€0.00"],
  [-0, "EUR", "€0.00"],
  [1500, "JPY", "¥1,500"],
  [12, "KWD", "KWD 0.012"],
  [150000, "HUF", "HUF 1,500.00"],
  [7_000_000_000_000_001, "EUR", "€70,000,000,000,000.01"],
])("prints %d minor units of %s as %s", (minor, currency, text) => {
  expect(formatMoney(minor, currency).replaceAll("\u00a0", " ")).toBe(text);
});

it.each([
  [420000, "EUR", "€4.2K"],
  [1234567890, "EUR", "€12.3M"],
  [350, "EUR", "€3.5"],
  [-4, "EUR", "€0"],
  [1500, "JPY", "¥1.5K"],
  [2500000, "KWD", "KWD 2.5K"],
])("shortens %d minor units of %s to %s", (minor, currency, text) => {
  expect(formatMoney(minor, currency, { compact: true }).replaceAll("\u00a0", " ")).toBe(text);
});

it("prints in another locale", () => {
  expect(formatMoney(123450, "EUR", { locale: "de" }).replaceAll("\u00a0", " ")).toBe("1.234,50 €");
});

it("refuses what is no currency", () => {
  expect(() => formatMoney(1, "XXX")).toThrow(new RangeError("Unknown currency: XXX"));
});
