import { expect, it } from "vitest";
import { currencyOfLocale } from "./currency-of-locale";

it.each([
  ["en-GB", "GBP"],
  ["de-CH", "CHF"],
  ["de", "EUR"],
  ["ja", "JPY"],
  ["en-US", "USD"],
  ["en-AQ", "EUR"],
  ["not a locale", "EUR"],
])("guesses for %s the currency %s", (locale, currency) => {
  expect(currencyOfLocale(locale)).toBe(currency);
});
