import { describe, expect, it } from "vitest";
import { momentsOf } from "./moments";

const day = 86_400_000;
const asked = (question: object, timezone = "UTC") =>
  momentsOf(
    {
      asOf: "2026-11-22T10:30:00Z",
      windowMs: 14 * day,
      backTest: true,
      trainingWeeks: 3,
      ...question,
    },
    { project: { id: "p", slug: "p", name: "P", timezone, currency: "EUR", sessionGapMs: 1 }, now: 0 },
  );

const times = (at: Float64Array): string[] => [...at].map((one) => new Date(one).toISOString().slice(0, 16));

describe("the weeks that a question looks at", () => {
  it("go back from the moment, and are foreseen from those whose windows were over", () => {
    const { at, forecasts, backTest } = asked({ backTest: false });
    expect(times(at)).toEqual([
      "2026-11-22T10:30",
      "2026-11-15T10:30",
      "2026-11-08T10:30",
      "2026-11-01T10:30",
      "2026-10-25T10:30",
      "2026-10-18T10:30",
    ]);
    expect([...forecasts.values()]).toEqual([
      { moment: 0, learnedFrom: [2, 3, 4] },
      { moment: 1, learnedFrom: [3, 4, 5] },
    ]);
    expect(backTest).toEqual([]);
  });

  it("are tested on the last eight that are over, each from what was known then", () => {
    const { at, forecasts, backTest } = asked({});
    expect(backTest).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
    expect(forecasts.get(9)).toEqual({ moment: 9, learnedFrom: [11, 12, 13] });
    expect(at).toHaveLength(14);
  });

  it("skip as many as a long window needs, and one for a window of an hour", () => {
    expect(asked({ windowMs: 90 * day }).backTest[0]).toBe(13);
    expect(asked({ windowMs: 3_600_000 }).backTest[0]).toBe(1);
    expect(asked({ windowMs: 7 * day }).backTest[0]).toBe(1);
    expect(asked({ windowMs: 7 * day + 1 }).backTest[0]).toBe(2);
  });

  it("keep the local time where clocks change, and wait for the hour that is missing", () => {
    // Clocks went back an hour on 25 October: that week was an hour longer, and the one in spring shorter.
    const { at } = asked({}, "Europe/Berlin");
    expect(times(at).slice(2, 5)).toEqual(["2026-11-08T10:30", "2026-11-01T10:30", "2026-10-25T10:30"]);
    const spring = asked({ asOf: "2026-04-01T10:00:00Z", windowMs: 7 * day }, "Europe/Berlin");
    expect(spring.forecasts.get(0)?.learnedFrom).toEqual([2, 3, 4]);
  });
});
