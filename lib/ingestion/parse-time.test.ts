import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseTime } from "./parse-time";

const at = (text: string): number => Date.parse(text);

describe("a time", () => {
  it.each([
    ["2026-11-01T09:30:00Z", "2026-11-01T09:30:00.000Z"],
    ["2026-11-01T09:30:00.123Z", "2026-11-01T09:30:00.123Z"],
    ["2026-11-01T09:30:00.123456789Z", "2026-11-01T09:30:00.123Z"],
    ["2026-11-01T09:30:00,5Z", "2026-11-01T09:30:00.500Z"],
    ["2026-11-01 09:30:00 UTC", "2026-11-01T09:30:00.000Z"],
    ["2026-11-01t09:30:00z", "2026-11-01T09:30:00.000Z"],
    ["  2026-11-01T09:30:00Z ", "2026-11-01T09:30:00.000Z"],
    ["2026-11-01T09:30:00+05:30", "2026-11-01T04:00:00.000Z"],
    ["2026-11-01T09:30:00-0800", "2026-11-01T17:30:00.000Z"],
    ["2026-11-01T09:30", "2026-11-01T09:30:00.000Z"],
    ["2024-02-29", "2024-02-29T00:00:00.000Z"],
    ["2000-01-01T00:00:00Z", "2000-01-01T00:00:00.000Z"],
    ["2099-12-31T23:59:59.999Z", "2099-12-31T23:59:59.999Z"],
  ])("written %j is %s", (text, iso) => {
    expect(parseTime(text)).toBe(at(iso));
  });

  it("without a zone is UTC", () => {
    expect(parseTime("2026-11-01T09:30:00")).toBe(at("2026-11-01T09:30:00Z"));
  });

  it("of a leap second is the last instant of its minute", () => {
    expect(parseTime("2016-12-31T23:59:60Z")).toBe(at("2016-12-31T23:59:59.999Z"));
  });

  it.each([
    ["seconds", 1_793_525_400],
    ["milliseconds", 1_793_525_400_000],
    ["microseconds", 1_793_525_400_000_000],
    ["nanoseconds", "1793525400000000000"],
  ])("may count %s since 1970, as a number or a text", (_unit, value) => {
    expect(parseTime(value)).toBe(1_793_525_400_000);
    expect(parseTime(String(value))).toBe(1_793_525_400_000);
  });

  it("survives being written and read again, to the millisecond", () => {
    fc.assert(
      fc.property(fc.integer({ min: at("2000-01-01"), max: at("2100-01-01") - 1 }), (ms) => {
        expect(parseTime(new Date(ms).toISOString())).toBe(ms);
      }),
    );
  });
});

describe("what is no time", () => {
  it.each([
    ["a small number as a text", "0"],
    ["a year", "1"],
    ["words that JavaScript takes for 2001", "foo 1"],
    ["an empty text", ""],
    ["seconds taken for milliseconds, in 1970", "1970-01-20T10:12:05Z"],
    ["a day that does not exist", "2024-02-30"],
    ["the 29th of February of a common year", "2023-02-29"],
    ["a month that does not exist", "2026-13-01"],
    ["hour 24", "2026-11-01T24:00:00Z"],
    ["minute 60", "2026-11-01T09:60:00Z"],
    ["second 61", "2026-11-01T09:30:61Z"],
    ["an offset beyond a day", "2026-11-01T09:30:00+24:00"],
    ["an offset of 99 minutes", "2026-11-01T09:30:00+01:99"],
    ["year 10000", "+010000-01-01T00:00:00Z"],
    ["a year before Christ", "-000044-03-15T00:00:00Z"],
    ["1999", "1999-12-31T23:59:59Z"],
    ["2100", "2100-01-01T00:00:00Z"],
    ["year 26", "0026-11-01T09:30:00Z"],
    ["infinity", "infinity"],
    ["now", "now"],
    ["tomorrow", "tomorrow"],
    ["epoch", "epoch"],
    ["text after the time", "2026-11-01T09:30:00Z; drop table events"],
    ["a long text", `2026-11-01T09:30:00.${"0".repeat(100)}Z`],
    ["null", null],
    ["undefined", undefined],
    ["true", true],
    ["a list", []],
    ["a list with a time", ["2026-11-01"]],
    ["an object", {}],
    ["NaN", Number.NaN],
    ["infinitely late", Number.POSITIVE_INFINITY],
    ["zero", 0],
    ["a negative number", -1_793_525_400_000],
    ["twelve digits", 179_352_540_000],
  ])("%s", (_what, value) => {
    expect(parseTime(value)).toBeNull();
  });

  it("never throws, and never answers what is outside 2000 to 2100", () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const time = parseTime(value);
        if (time === null) return true;
        return Number.isInteger(time) && time >= at("2000-01-01") && time < at("2100-01-01");
      }),
    );
  });
});
