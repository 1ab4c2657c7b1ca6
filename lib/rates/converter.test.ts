import { expect, it } from "vitest";
import { converterOf } from "./converter";

const at = (text: string): number => Date.parse(text);
const usd = (day: string, rate: string) => ({ day, currency: "USD", rate });

it("takes the rate of the local day, else the latest before it that is at most 31 days old", () => {
  const rates = [
    usd("2026-10-10", "0.9"),
    usd("2026-10-01", "0.5"),
    { ...usd("2026-10-01", "2"), currency: "GBP" },
  ];
  const convert = converterOf(rates, "EUR", "Europe/Berlin");
  expect(convert(100, "USD", at("2026-09-30T21:59:59Z"))).toBe(null);
  expect(convert(100, "USD", at("2026-09-30T22:00:00Z"))).toBe(50);
  expect(convert(100, "USD", at("2026-10-09T12:00:00Z"))).toBe(50);
  expect(convert(100, "USD", at("2026-10-10T12:00:00Z"))).toBe(90);
  expect(convert(100, "USD", at("2026-11-10T12:00:00Z"))).toBe(90);
  expect(convert(100, "USD", at("2026-11-11T12:00:00Z"))).toBe(null);
  expect(convert(100, "GBP", at("2026-10-10T12:00:00Z"))).toBe(200);
});

it("leaves the project's own currency as it is and knows no rate of others", () => {
  const convert = converterOf([], "EUR", "UTC");
  expect([convert(7, "EUR", 0), convert(7, "USD", 0), convert(7, "XXX", 0)]).toEqual([7, null, null]);
});
