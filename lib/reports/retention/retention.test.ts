import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { proportion } from "@/lib/statistics/wilson";
import { parseQuestion } from "../report-by-name";
import { productAnswer } from "../testing/answers";
import { asking } from "../testing/arbitrary-questions";
import { retentions } from "../testing/arbitrary-ways";
import { givenJourneys, goal } from "../testing/given-journeys";
import type { RetentionAnswer } from "./definition";

vi.setConfig({ testTimeout: 120_000 });

const first = { event: "view" };
const again = { event: "buy" };

/** "2026-03-02 of 3: 1 2 ·", a dot for what is not over. */
const rowsOf = ({ cohorts }: Pick<RetentionAnswer, "cohorts">) =>
  cohorts.map(
    ({ start, size, returned }) =>
      `${start.slice(0, 10)} of ${size}: ${returned.map((visitors) => visitors ?? "·").join(" ")}`,
  );

const daily = { first, again, interval: "day", periods: 3 } as const;

describe("a whole answer", () => {
  it("states every cohort with its rates, what is not over yet, and the average of what is", () => {
    const site = givenJourneys(
      {
        ada: ["09:00 view", "+1 09:00 buy"],
        ben: ["10:00 view"],
        cyd: ["+1 09:00 view", "+1 10:00 buy", "+2 09:00 buy"],
      },
      { now: "+2 12:00" },
    );
    const none = { part: 0, whole: 2, rate: 0 };
    expect(site.retention({ ...daily, to: site.at("+2 00:00") })).toEqual({
      unit: "visitor",
      timezone: "UTC",
      interval: "day",
      mode: "exact",
      total: 3,
      cohorts: [
        {
          start: "2026-03-02T00:00:00.000Z",
          end: "2026-03-03T00:00:00.000Z",
          complete: true,
          size: 2,
          returned: [0, 1, null],
          soFar: [null, null, 0],
          rates: [expect.objectContaining(none), proportion(1, 2), null],
        },
        {
          start: "2026-03-03T00:00:00.000Z",
          end: "2026-03-04T00:00:00.000Z",
          complete: true,
          size: 1,
          returned: [1, null, null],
          soFar: [null, 1, null],
          rates: [proportion(1, 1), null, null],
        },
      ],
      average: [proportion(1, 3), proportion(1, 2), null],
    });
  });

  it("has cohorts of nobody, and no rate of them, where nobody came", () => {
    const answer = givenJourneys({}).retention({ ...daily, to: "2026-03-03" });
    expect(answer).toMatchObject({ total: 0, cohorts: [{ size: 0, returned: [0, 0, 0] }] });
    expect(answer.average).toEqual(Array(3).fill({ part: 0, whole: 0, rate: null, low: null, high: null }));
  });
});

describe("a return", () => {
  it("counts once a period, whoever comes back how often", () => {
    const site = givenJourneys({
      ada: ["09:00 view", "10:00 buy", "11:00 buy", "+2 09:00 buy", "+2 10:00 buy"],
    });
    expect(rowsOf(site.retention({ ...daily, to: "2026-03-03" }))).toEqual(["2026-03-02 of 1: 1 0 1"]);
  });

  it("is a later event than the first: in the same millisecond by arrival, and never the same one", () => {
    const site = givenJourneys({
      ada: ["09:00 buy", "09:00 view", "09:00 buy"],
      ben: ["09:00 buy", "09:00 view"],
    });
    expect(rowsOf(site.retention({ ...daily, periods: 1, to: "2026-03-03" }))).toEqual([
      "2026-03-02 of 2: 1",
    ]);
    const same = { ...daily, again: first, periods: 1, to: "2026-03-03" };
    expect(rowsOf(site.retention(same))).toEqual(["2026-03-02 of 2: 0"]);
  });

  it("may lie after the range, and on or after a period also beyond the last one", () => {
    const site = givenJourneys({ ada: ["09:00 view", "+50 09:00 buy"], ben: ["09:00 view", "+1 09:00 buy"] });
    const question = { ...daily, to: "2026-03-03" };
    expect(rowsOf(site.retention(question))).toEqual(["2026-03-02 of 2: 0 1 0"]);
    expect(rowsOf(site.retention({ ...question, mode: "onOrAfter" }))).toEqual(["2026-03-02 of 2: 2 2 1"]);
    expect(rowsOf(site.retention({ ...question, mode: "onOrAfter", asOf: "2026-03-10" }))).toEqual([
      "2026-03-02 of 2: 1 1 0",
    ]);
  });

  it("may be passive, but passive events alone make no visitor of a cohort", () => {
    const site = givenJourneys({
      ada: ["09:00 view", "+1 09:00 buy (passive)"],
      ben: ["09:00 view (passive)", "+1 09:00 buy"],
      cyd: ["09:00 view (passive)", "10:00 home", "+1 09:00 buy (passive)"],
    });
    expect(rowsOf(site.retention({ ...daily, to: "2026-03-03" }))).toEqual(["2026-03-02 of 2: 0 2 0"]);
  });

  it("is the visitor's, whatever ids it was made under", () => {
    const site = givenJourneys({
      phone: ["09:00 view", "09:01 identify user=ada"],
      laptop: ["+1 09:00 identify user=ada", "+1 09:01 buy"],
    });
    expect(rowsOf(site.retention({ ...daily, to: "2026-03-03" }))).toEqual(["2026-03-02 of 1: 0 1 0"]);
  });
});

describe("a cohort", () => {
  it("has those whose first one in the range lies in its bucket, though others came before", () => {
    const site = givenJourneys({ ada: ["09:00 view", "+1 09:00 view", "+3 09:00 view", "+3 10:00 buy"] });
    const question = { ...daily, from: "2026-03-03", to: "2026-03-06" };
    expect(rowsOf(site.retention(question))).toEqual([
      "2026-03-03 of 1: 0 0 1",
      "2026-03-04 of 0: 0 0 0",
      "2026-03-05 of 0: 0 0 0",
    ]);
  });

  it("is a week from Monday or a month in the project's timezone, and says where the range cuts it", () => {
    const site = givenJourneys(
      {
        ada: ["22:30 view", "+7 22:59:59.999 buy"],
        ben: ["23:00 view", "+7 23:00 buy"],
      },
      { date: "2026-03-01", timezone: "Europe/Berlin" },
    );
    const from = "2026-02-28";
    const weekly = site.retention({ first, again, interval: "week", periods: 2, from, to: "2026-03-09" });
    expect(rowsOf(weekly)).toEqual(["2026-02-22 of 1: 0 1", "2026-03-01 of 1: 0 1"]);
    expect(weekly.cohorts.map(({ complete }) => complete)).toEqual([false, true]);
    const monthly = site.retention({ first, again, interval: "month", periods: 2, from, to: "2026-04-01" });
    expect(rowsOf(monthly)).toEqual(["2026-01-31 of 0: 0 0", "2026-02-28 of 2: 2 0"]);
    expect(monthly.cohorts[1]).toMatchObject({ end: "2026-03-31T22:00:00.000Z", complete: true });
  });

  it.each([
    ["2026-03-28", "2026-03-29", "0 1 2"],
    ["2026-10-24", "2026-10-25", "0 2 1"],
  ])("has a next day of 23 or 25 hours where Berlin changes its clocks, after %s", (date, to, returned) => {
    const site = givenJourneys(
      {
        ada: ["12:00 view", "+1 21:59:59.999 buy"],
        ben: ["12:00 view", "+1 22:00 buy"],
        cyd: ["12:00 view", "+1 23:00 buy"],
      },
      { date, timezone: "Europe/Berlin" },
    );
    const { cohorts } = site.retention({ ...daily, from: date, to });
    expect(cohorts.map((cohort) => cohort.returned.join(" "))).toEqual([returned]);
  });

  it("is that of a segment's visitors alone, and of no bots", () => {
    const site = givenJourneys({
      ada: ["09:00 view device=mobile", "+1 09:00 buy"],
      ben: ["09:00 view device=desktop", "+1 09:00 buy"],
      bot: ["09:00 view device=mobile (bot)"],
    });
    const segment = { field: "device" as const, op: "is" as const, value: "mobile" };
    expect(rowsOf(site.retention({ ...daily, to: "2026-03-03", segment }))).toEqual([
      "2026-03-02 of 1: 0 1 0",
    ]);
  });
});

describe("in any world", () => {
  it("cohorts have everybody who did the first, and on or after never grows and is never less than exactly", () => {
    fc.assert(
      fc.property(asking(retentions), ({ world, asked }) => {
        const ask = (mode: "exact" | "onOrAfter") =>
          productAnswer({ ...asked, question: { ...asked.question, mode } }, world);
        const [exact, later] = [ask("exact"), ask("onOrAfter")];
        const { from, to, segment, asOf, basis, includeBots } = asked.question;
        const shared = { from, to, segment, asOf, basis, includeBots };
        const steps = [asked.question.first];
        const entered = productAnswer(
          { report: "funnel", question: { ...shared, steps, windowMs: 1 } },
          world,
        );
        const sizes = exact.cohorts.reduce((sum, { size }) => sum + size, 0);
        expect(sizes).toBe(exact.total);
        // A funnel counts visitors whose only events are passive, too.
        expect(sizes).toBeLessThanOrEqual(entered.entered);
        for (const [c, cohort] of exact.cohorts.entries()) {
          const others = later.cohorts[c];
          expect(others?.size).toBe(cohort.size);
          for (const [k, visitors] of cohort.returned.entries()) {
            const onOrAfter = others?.returned[k] ?? null;
            expect(onOrAfter === null).toBe(visitors === null);
            expect(onOrAfter ?? 0).toBeGreaterThanOrEqual(visitors ?? 0);
            expect(onOrAfter ?? 0).toBeLessThanOrEqual(cohort.size);
            if (k > 0) expect(onOrAfter ?? 0).toBeLessThanOrEqual(others?.returned[k - 1] ?? 0);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("a wrong question", () => {
  const range = { from: "2026-03-02", to: "2026-03-09", first, again };
  it.each([
    [{ periods: 0 }, "periods"],
    [{ periods: 61 }, "periods"],
    [{ periods: 1.5 }, "periods"],
    [{ interval: "hour" }, "interval"],
    [{ mode: "unbounded" }, "mode"],
    [{ unit: "session" }, "unit"],
    [{ first: undefined }, "first"],
    [{ again: { page: "" } }, "again.page"],
  ])("%j is refused at %s", (wrong, path) => {
    const ask = () => parseQuestion({ report: "retention", question: { ...range, ...wrong } });
    expect(ask).toThrow(expect.objectContaining({ code: "invalid", path }));
  });

  it.each([
    [{ first: { goal: "gone" } }, "first.goal"],
    [{ again: { goal: "gone" } }, "again.goal"],
    [{ from: "2025-01-01", to: "2026-12-31", interval: "day" as const, periods: 60 }, "periods"],
    [{ to: "2026-03-02" }, "to"],
  ])("%j is refused at %s", (wrong, path) => {
    const site = givenJourneys({ ada: ["09:00 view"] }, { goals: [goal("buy")] });
    expect(() => site.retention({ first, again, ...wrong })).toThrow(
      expect.objectContaining({ code: "invalid", path }),
    );
  });
});
