import { expect, it } from "vitest";
import { parseRates } from "./parse-rates";

it("keeps the good lines and says what is wrong with the others", () => {
  const text = [
    "day,currency,rate",
    "2026-10-01,usd,0.92",
    "2026-02-30,USD,0.92",
    "",
    '"2026-10-02", "JPY" ,0.006100000000',
    "2026-10-01,XAU,3",
    "2026-10-01,USD,0",
    "2026-10-01,USD,1e3",
    "2026-10-01,EUR,1",
    "2026-10-01,USD",
    '2026-10-01,"USD,1',
    "1066-10-14,USD,1",
  ].join("\r\n");
  expect(parseRates(text, "EUR")).toEqual({
    rates: [
      { day: "2026-10-01", currency: "USD", rate: "0.92" },
      { day: "2026-10-02", currency: "JPY", rate: "0.006100000000" },
    ],
    bad: [
      { line: 3, message: "Write the day as YYYY-MM-DD, like 2026-10-01." },
      { line: 6, message: "A currency is its three-letter ISO 4217 code, like USD." },
      { line: 7, message: "A rate is more than 0." },
      { line: 8, message: "Write the rate as a plain number, like 0.92." },
      { line: 9, message: "EUR is the project's own currency: its rate is always 1." },
      { line: 10, message: "A line is day,currency,rate, like 2026-10-01,USD,0.92." },
      { line: 11, message: "A line is day,currency,rate, like 2026-10-01,USD,0.92." },
      { line: 12, message: "Rates go back to 1990." },
    ],
  });
});

it("needs no header and reads what spreadsheets write", () => {
  expect(parseRates("2026-10-01;USD;0.92\n", "EUR")).toEqual({
    rates: [{ day: "2026-10-01", currency: "USD", rate: "0.92" }],
    bad: [],
  });
});
