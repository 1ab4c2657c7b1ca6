import { describe, expect, it } from "vitest";
import type { BackTest, Expected, PipelineAnswer } from "@/lib/reports/pipeline/definition";
import { prepareInFlight } from "./prepare-in-flight";

const expected = (estimate: number, minor: number): Expected => ({
  conversions: { estimate, low: Math.floor(estimate * 0.8), high: Math.ceil(estimate * 1.2) },
  value: { currency: "EUR", minor, low: minor * 0.8, high: minor * 1.2 },
});
const unknown: Expected = { conversions: null, value: null };
const backTest = (part: number, whole: number): BackTest => ({
  weeks: [],
  covered: { part, whole },
  total:
    whole === 0 ? null : { predicted: { estimate: 412.4, low: 380, high: 440 }, realised: 398, inside: true },
  deciles: [],
  brier: null,
});

const answer = (more: Partial<PipelineAnswer> = {}): PipelineAnswer => ({
  asOf: "2026-11-01T23:30:00Z",
  macro: "purchase",
  windowMs: 14 * 86_400_000,
  visitors: 1_204,
  expected: expected(50, 250_000.4),
  before: {
    asOf: "2026-10-25T23:30:00Z",
    visitors: 1_100,
    expected: expected(44.25, 220_000),
    realised: { conversions: 30, value: null, complete: false },
  },
  change: { visitors: 104, conversions: 5.75, value: null },
  steps: [],
  rows: [
    {
      value: null,
      other: true,
      visitors: 4,
      expected: expected(0.4, 1_000),
      before: { visitors: 2, expected: unknown },
    },
    {
      value: "Email",
      visitors: 1_200,
      expected: expected(50, 250_000),
      before: { visitors: 1_098, expected: unknown },
    },
  ],
  backTest: backTest(7, 8),
  computed: { journeys: 1, events: 1, ms: 1, watermark: null },
  ...more,
});
const asked = { goal: "Purchase", timezone: "Europe/Berlin" };

describe("who is on the way", () => {
  it("sets now beside the same weekday of the project a week before, every forecast with its interval", () => {
    const { figures, sentence } = prepareInFlight(answer(), asked);
    expect(figures).toEqual([
      { label: "On the way now", text: "1,204", note: "1,100 last Monday at this time" },
      {
        label: "Expected conversions",
        text: "50",
        note: "95 % interval 40 to 60 · 44.3 expected last Monday at this time",
      },
      {
        label: "Expected value",
        text: "€2,500.00",
        note: "95 % interval €2,000.00 to €3,000.00 · €2,200.00 expected last Monday at this time",
      },
    ]);
    expect(sentence).toBe(
      "1,204 visitors are on the way to Purchase. About 50 of them will get there (40 to 60), worth €2,500.00 (€2,000.00 to €3,000.00).",
    );
  });

  it("lists channels with their forecasts on one scale, Other last", () => {
    const { rows, table } = prepareInFlight(answer(), asked);
    expect(
      rows.map(({ label, visitors, before, conversions, mark }) => [
        label,
        visitors,
        before,
        conversions.text,
        mark,
      ]),
    ).toEqual([
      ["Email", "1,200", "1,098", "50", { rate: 50 / 60, low: 40 / 60, high: 1 }],
      ["Other", "4", "2", "0.4", { rate: 0.4 / 60, low: 0, high: 1 / 60 }],
    ]);
    expect(table.columns).toHaveLength(9);
    expect(table.rows[1]?.map(({ raw }) => raw)).toEqual(["Email", 1200, 1098, 50, 40, 60, 2500, 2000, 3000]);
  });

  it("says calmly how earlier weeks came out", () => {
    const trust = (part: number, whole: number) =>
      prepareInFlight(answer({ backTest: backTest(part, whole) }), asked).trust;
    expect(trust(7, 8)).toBe(
      "7 of the last 8 weeks came out within the interval; together 412 were foreseen and 398 came.",
    );
    expect(trust(1, 1)).toContain("The last week came out within the interval");
    expect(trust(0, 0)).toBeNull();
  });

  it("keeps quiet where nothing can be foreseen, and says why", () => {
    const message = "Nothing can be foreseen yet: it takes 30 visitors to learn from, and there were 3.";
    const inFlight = prepareInFlight(
      answer({
        expected: unknown,
        rows: [
          { value: "Email", visitors: 9, expected: unknown, before: { visitors: 0, expected: unknown } },
        ],
        backTest: backTest(0, 0),
        warnings: [{ code: "too_few", message }],
      }),
      asked,
    );
    expect(inFlight).toMatchObject({ hasExpected: false, hasValue: false, trust: null, notices: [message] });
    expect(inFlight.figures).toHaveLength(1);
    expect(inFlight.rows).toEqual([
      {
        label: "Email",
        isOther: false,
        visitors: "9",
        before: "0",
        conversions: { text: "—", note: null },
        mark: null,
        value: { text: "—", note: null },
      },
    ]);
    expect(inFlight.table.columns).toHaveLength(3);
    expect(inFlight.sentence).toContain("cannot be said yet");
  });
});
