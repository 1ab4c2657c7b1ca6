import { expect, it } from "vitest";
import { addDays, localDate, startOfDate } from "./local-date";

const at = (text: string) => Date.parse(text);

it("tells the local date of an instant", () => {
  const instant = at("2024-03-09T23:30:00Z");
  expect(localDate(instant, "UTC")).toBe("2024-03-09");
  expect(localDate(instant, "Europe/Berlin")).toBe("2024-03-10");
  expect(localDate(instant, "America/Sao_Paulo")).toBe("2024-03-09");
  expect(localDate(instant, "Asia/Kathmandu")).toBe("2024-03-10");
});

it.each([
  ["2024-03-31", "Europe/Berlin", "2024-03-30T23:00:00Z"],
  ["2024-04-01", "Europe/Berlin", "2024-03-31T22:00:00Z"],
  ["2024-03-10", "Asia/Kathmandu", "2024-03-09T18:15:00Z"],
  // Clocks went from 23:59 to 01:00.
  ["2017-10-15", "America/Sao_Paulo", "2017-10-15T03:00:00Z"],
  // Midnight came twice.
  ["2024-11-03", "America/Havana", "2024-11-03T04:00:00Z"],
  // Samoa skipped 30 December.
  ["2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00Z"],
  ["2011-12-31", "Pacific/Apia", "2011-12-30T10:00:00Z"],
])("knows the first instant of %s in %s", (date, timezone, expected) => {
  expect(startOfDate(date, timezone)).toBe(at(expected));
});

it("adds days across months and leap days", () => {
  expect(addDays("2024-02-28", 2)).toBe("2024-03-01");
  expect(addDays("2024-01-01", -1)).toBe("2023-12-31");
});
