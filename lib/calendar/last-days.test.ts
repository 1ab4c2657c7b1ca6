import { expect, it } from "vitest";
import { lastDays } from "./last-days";

const at = (text: string) => Date.parse(text);

it.each([
  ["UTC", 1, "2024-05-15T14:30:00Z", "2024-05-15T00:00:00Z", "2024-05-16T00:00:00Z"],
  ["UTC", 7, "2024-05-15T00:00:00Z", "2024-05-09T00:00:00Z", "2024-05-16T00:00:00Z"],
  ["Europe/Berlin", 2, "2024-03-31T22:30:00Z", "2024-03-30T23:00:00Z", "2024-04-01T22:00:00Z"],
  ["America/Sao_Paulo", 1, "2017-10-15T12:00:00Z", "2017-10-15T03:00:00Z", "2017-10-16T02:00:00Z"],
  ["Asia/Kathmandu", 1, "2024-05-15T18:20:00Z", "2024-05-15T18:15:00Z", "2024-05-16T18:15:00Z"],
])("in %s the last %i days at %s run from %s to %s", (timezone, days, now, from, to) => {
  expect(lastDays(days, at(now), timezone)).toEqual({ from: at(from), to: at(to) });
});
