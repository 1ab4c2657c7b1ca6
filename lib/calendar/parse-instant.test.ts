import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseInstant } from "./parse-instant";

describe("parseInstant", () => {
  it.each([
    ["1970-01-01T00:00:00Z", 0],
    ["1970-01-01T00:00:00.001Z", 1],
    ["1970-01-01t00:00:00z", 0],
    ["1970-01-01T05:45:00+05:45", 0],
    ["1969-12-31T21:00:00-03:00", 0],
    ["1970-01-01T00:00:00-00:00", 0],
    ["1970-01-01T00:00:01.9999999999999Z", 1999],
    ["2024-02-29T12:00:00+01:00", Date.UTC(2024, 1, 29, 11)],
    ["2016-12-31T23:59:60Z", Date.UTC(2016, 11, 31, 23, 59, 59)],
  ])("reads %s", (text, expected) => {
    expect(parseInstant(text, "Europe/Berlin")).toBe(expected);
  });

  it.each([
    ["UTC", Date.UTC(2017, 9, 15)],
    ["Europe/Berlin", Date.UTC(2017, 9, 14, 22)],
    ["Asia/Kathmandu", Date.UTC(2017, 9, 14, 18, 15)],
    ["America/Sao_Paulo", Date.UTC(2017, 9, 15, 3)],
  ])("reads a date as its first instant in %s", (timezone, expected) => {
    expect(parseInstant("2017-10-15", timezone)).toBe(expected);
  });

  it.each([
    "",
    "now",
    "2024-02-30",
    "2023-02-29",
    "2024-00-10",
    "2024-13-01",
    "2024-1-1",
    "24-01-01",
    "2024-01",
    "20240101",
    "2024-01-01 ",
    "2024-01-01\n",
    "+002024-01-01",
    "2024-01-01T00:00:00",
    "2024-01-01T00:00Z",
    "2024-01-01 00:00:00Z",
    "2024-01-01T24:00:00Z",
    "2024-01-01T00:60:00Z",
    "2024-01-01T00:00:61Z",
    "2024-02-30T00:00:00Z",
    "2024-01-01T00:00:00.Z",
    "2024-01-01T00:00:00,5Z",
    "2024-01-01T00:00:00+05",
    "2024-01-01T00:00:00+0545",
    "2024-01-01T00:00:00+24:00",
    "2024-01-01T00:00:00+05:60",
    "2024-01-01T00:00:00+05:45:10",
    "2024-01-01T00:00:00Z[Europe/Berlin]",
    "1704067200000",
  ])("refuses %j", (text) => {
    expect(parseInstant(text, "Europe/Berlin")).toBeNull();
  });

  it("reads back every instant that JavaScript prints", () => {
    const date = fc.date({
      min: new Date("0000-01-01T00:00:00Z"),
      max: new Date("9999-12-31T23:59:59.999Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(date, (instant) => {
        expect(parseInstant(instant.toISOString(), "UTC")).toBe(instant.getTime());
      }),
    );
  });

  it("never fails, whatever the text", () => {
    const digits = fc.stringMatching(/^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?$/);
    fc.assert(
      fc.property(fc.oneof(digits, fc.string()), (text) => {
        const parsed = parseInstant(text, "America/Sao_Paulo");
        expect(parsed === null || Number.isInteger(parsed)).toBe(true);
      }),
    );
  });
});
