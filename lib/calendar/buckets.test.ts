import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bucketOf, buckets } from "./buckets";
import { localDate, startOfDate } from "./local-date";

const hourMs = 3_600_000;
const at = (text: string) => Date.parse(text);
const printed = (edges: Float64Array) =>
  Array.from(edges, (edge) => new Date(edge).toISOString().replace(":00.000Z", "Z"));
const lengthsInHours = (edges: Float64Array) =>
  Array.from(edges.subarray(1), (edge, i) => (edge - (edges[i] ?? Number.NaN)) / hourMs);

describe("buckets", () => {
  it("gives a day of 23 and a day of 25 hours where Berlin changes its clocks", () => {
    const spring = buckets(at("2024-03-30T10:00:00Z"), at("2024-04-01T10:00:00Z"), "day", "Europe/Berlin");
    expect(printed(spring)).toEqual([
      "2024-03-29T23:00Z",
      "2024-03-30T23:00Z",
      "2024-03-31T22:00Z",
      "2024-04-01T22:00Z",
    ]);
    const autumn = buckets(at("2024-10-26T10:00:00Z"), at("2024-10-28T10:00:00Z"), "day", "Europe/Berlin");
    expect(lengthsInHours(autumn)).toEqual([24, 25, 24]);
  });

  it("starts a day at 01:00 where São Paulo skipped midnight", () => {
    const edges = buckets(at("2017-10-14T12:00:00Z"), at("2017-10-16T12:00:00Z"), "day", "America/Sao_Paulo");
    expect(printed(edges)).toEqual([
      "2017-10-14T03:00Z",
      "2017-10-15T03:00Z",
      "2017-10-16T02:00Z",
      "2017-10-17T02:00Z",
    ]);
  });

  it("has no bucket for a date that Samoa skipped", () => {
    const edges = buckets(at("2011-12-29T12:00:00Z"), at("2011-12-31T12:00:00Z"), "day", "Pacific/Apia");
    expect(lengthsInHours(edges)).toEqual([24, 24, 24]);
  });

  it("counts an instant to the later day where clocks went back across midnight", () => {
    // St. John's went from 00:01 on 7 November back to 23:01 on the 6th: local dates 6, 7, 6, 7.
    const from = at("2010-11-07T03:00:00Z");
    expect(localDate(from, "America/St_Johns")).toBe("2010-11-06");
    const edges = buckets(from, from + hourMs, "day", "America/St_Johns");
    expect(printed(edges)).toEqual(["2010-11-07T02:30Z", "2010-11-08T03:30Z"]);
  });

  it("counts hours from local midnight, also where the offset is not whole hours", () => {
    const edges = buckets(at("2024-03-09T18:20:00Z"), at("2024-03-09T20:15:00Z"), "hour", "Asia/Kathmandu");
    expect(printed(edges)).toEqual(["2024-03-09T18:15Z", "2024-03-09T19:15Z", "2024-03-09T20:15Z"]);
  });

  it("gives 23 and 25 hour buckets to Berlin's odd days", () => {
    const hoursOf = (date: string, next: string) =>
      buckets(
        startOfDate(date, "Europe/Berlin"),
        startOfDate(next, "Europe/Berlin"),
        "hour",
        "Europe/Berlin",
      );
    expect(lengthsInHours(hoursOf("2024-03-31", "2024-04-01"))).toEqual(Array(23).fill(1));
    expect(lengthsInHours(hoursOf("2024-10-27", "2024-10-28"))).toEqual(Array(25).fill(1));
  });

  it("cuts the last hour of a day of 23½ hours at midnight", () => {
    const lordHowe = "Australia/Lord_Howe";
    const edges = buckets(
      startOfDate("2024-10-06", lordHowe),
      startOfDate("2024-10-07", lordHowe),
      "hour",
      lordHowe,
    );
    expect(lengthsInHours(edges)).toEqual([...Array(23).fill(1), 0.5]);
  });

  it("starts weeks on Monday and months on the first, in local time", () => {
    const weeks = buckets(at("2024-03-27T12:00:00Z"), at("2024-04-01T00:00:00Z"), "week", "Europe/Berlin");
    expect(printed(weeks)).toEqual(["2024-03-24T23:00Z", "2024-03-31T22:00Z", "2024-04-07T22:00Z"]);
    const sunday = buckets(at("2024-03-31T12:00:00Z"), at("2024-03-31T13:00:00Z"), "week", "UTC");
    expect(printed(sunday)).toEqual(["2024-03-25T00:00Z", "2024-04-01T00:00Z"]);
    const months = buckets(at("2024-01-31T12:00:00Z"), at("2024-03-01T00:00:00Z"), "month", "UTC");
    expect(printed(months)).toEqual(["2024-01-01T00:00Z", "2024-02-01T00:00Z", "2024-03-01T00:00Z"]);
  });

  it("has no bucket for an empty range", () => {
    expect([...buckets(5, 5, "day", "UTC")]).toEqual([5]);
  });

  const timezone = fc.constantFrom(
    "UTC",
    "Europe/Berlin",
    "America/Sao_Paulo",
    "America/St_Johns",
    "America/Havana",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
  );
  const interval = fc.constantFrom("hour" as const, "day" as const, "week" as const, "month" as const);
  const instant = fc.integer({ min: at("1995-01-01T00:00:00Z"), max: at("2035-01-01T00:00:00Z") });
  const length = fc.integer({ min: 1, max: 90 * 24 * hourMs });

  it("covers the range without gaps, waste or overlap, and every instant is in its bucket", () => {
    fc.assert(
      fc.property(
        instant,
        length,
        interval,
        timezone,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (from, ms, unit, zone, share) => {
          const to = from + ms;
          const edges = buckets(from, to, unit, zone);
          const [first = Number.NaN, second = Number.NaN] = edges;
          expect(first <= from && from < second).toBe(true);
          expect(edges.at(-1)).toBeGreaterThanOrEqual(to);
          expect(edges.at(-2)).toBeLessThan(to);
          expect(Math.min(...lengthsInHours(edges))).toBeGreaterThan(0);

          const inside = from + Math.floor(share * (ms - 1));
          const found = bucketOf(edges, inside);
          const [start = Number.NaN, end = Number.NaN] = edges.subarray(found, found + 2);
          expect(start <= inside && inside < end).toBe(true);
          expect(buckets(inside, inside + 1, unit, zone)).toEqual(Float64Array.of(start, end));
        },
      ),
      { numRuns: 300 },
    );
  });

  it("starts every day at the first instant of a local date", () => {
    fc.assert(
      fc.property(instant, length, timezone, (from, ms, zone) => {
        for (const start of buckets(from, from + ms, "day", zone)) {
          expect(startOfDate(localDate(start, zone), zone)).toBe(start);
        }
      }),
    );
  });
});

describe("bucketOf", () => {
  const edges = Float64Array.of(10, 20, 35);

  it.each([
    [9, -1],
    [10, 0],
    [19.999, 0],
    [20, 1],
    [34, 1],
    [35, -1],
    [Number.NaN, -1],
  ])("finds %d in bucket %i", (instant, bucket) => {
    expect(bucketOf(edges, instant)).toBe(bucket);
  });

  it("finds nothing where there is no bucket", () => {
    expect(bucketOf(Float64Array.of(10), 10)).toBe(-1);
    expect(bucketOf(new Float64Array(0), 10)).toBe(-1);
  });
});
