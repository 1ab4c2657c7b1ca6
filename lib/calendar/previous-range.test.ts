import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, localDate, startOfDate } from "./local-date";
import { previousRange } from "./previous-range";

const at = (text: string) => Date.parse(text);
const range = (from: string, to: string, asOf: string) => ({ from: at(from), to: at(to), asOf: at(asOf) });

describe("previousRange", () => {
  it("meets a partial today with an equally partial day, a week earlier", () => {
    const today = range("2024-05-15T00:00:00Z", "2024-05-16T00:00:00Z", "2024-05-15T14:30:00Z");
    expect(previousRange(today, "UTC")).toEqual(
      range("2024-05-08T00:00:00Z", "2024-05-09T00:00:00Z", "2024-05-08T14:30:00Z"),
    );
  });

  it("keeps local times when the clocks changed in between", () => {
    const week = range("2024-03-31T22:00:00Z", "2024-04-07T22:00:00Z", "2024-04-07T08:00:00Z");
    expect(previousRange(week, "Europe/Berlin")).toEqual(
      range("2024-03-24T23:00:00Z", "2024-03-31T22:00:00Z", "2024-03-31T08:00:00Z"),
    );
    // The week in which the clocks change is 167 hours long, and 7 local days.
    const short = range("2024-03-24T23:00:00Z", "2024-03-31T22:00:00Z", "2024-03-31T22:00:00Z");
    expect(previousRange(short, "Europe/Berlin")).toEqual(
      range("2024-03-17T23:00:00Z", "2024-03-24T23:00:00Z", "2024-03-24T23:00:00Z"),
    );
  });

  it("takes days as whole where São Paulo skipped a midnight", () => {
    const before = range("2017-10-08T03:00:00Z", "2017-10-15T03:00:00Z", "2017-10-15T03:00:00Z");
    expect(previousRange(before, "America/Sao_Paulo").from).toBe(at("2017-10-01T03:00:00Z"));
    const after = range("2017-10-15T03:00:00Z", "2017-10-22T02:00:00Z", "2017-10-22T02:00:00Z");
    expect(previousRange(after, "America/Sao_Paulo")).toEqual(
      range("2017-10-08T03:00:00Z", "2017-10-15T03:00:00Z", "2017-10-15T03:00:00Z"),
    );
    const onto = range("2017-10-22T02:00:00Z", "2017-10-23T02:00:00Z", "2017-10-23T02:00:00Z");
    expect(previousRange(onto, "America/Sao_Paulo").from).toBe(at("2017-10-15T03:00:00Z"));
  });

  it.each([
    [1, 7],
    [7, 7],
    [8, 14],
    [28, 28],
    [30, 35],
  ])("shifts %i days by %i", (days, shift) => {
    const from = at("2024-05-01T00:00:00Z");
    const to = from + days * 86_400_000;
    const back = shift * 86_400_000;
    expect(previousRange({ from, to, asOf: to }, "UTC")).toEqual({
      from: from - back,
      to: to - back,
      asOf: to - back,
    });
    expect(previousRange({ from, to: to + 1, asOf: to }, "UTC").from).toBe(
      from - (days % 7 === 0 ? back + 7 * 86_400_000 : back),
    );
  });

  it("keeps the length of a range in the hour that clocks repeat", () => {
    const repeated = range("2024-10-27T00:30:00Z", "2024-10-27T01:10:00Z", "2024-10-28T00:00:00Z");
    expect(previousRange(repeated, "Europe/Berlin")).toEqual(
      range("2024-10-20T00:30:00Z", "2024-10-20T01:10:00Z", "2024-10-20T23:00:00Z"),
    );
  });

  it("turns whole days into as many whole days on the same weekdays, all before the range", () => {
    const timezone = fc.constantFrom(
      "UTC",
      "Europe/Berlin",
      "America/Sao_Paulo",
      "Asia/Kathmandu",
      "America/Havana",
    );
    const day = fc.integer({ min: 0, max: 12_000 });
    fc.assert(
      fc.property(timezone, day, fc.integer({ min: 1, max: 100 }), (zone, first, days) => {
        const date = addDays("1996-01-01", first);
        const from = startOfDate(date, zone);
        const to = startOfDate(addDays(date, days), zone);
        const shift = 7 * Math.ceil(days / 7);
        const previous = previousRange({ from, to, asOf: to }, zone);
        expect(localDate(previous.from, zone)).toBe(addDays(date, -shift));
        expect(previous).toEqual({
          from: startOfDate(addDays(date, -shift), zone),
          to: startOfDate(addDays(date, days - shift), zone),
          asOf: startOfDate(addDays(date, days - shift), zone),
        });
        expect(previous.to).toBeLessThanOrEqual(from);
      }),
      { numRuns: 500 },
    );
  });
});
