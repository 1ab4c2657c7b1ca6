import { describe, expect, it } from "vitest";
import type { Finding, InsightsAnswer } from "@/lib/reports/insights/definition";
import { funnelHref } from "./funnel-href";
import { prepareInsights } from "./prepare-insights";
import { readEvents } from "./read-events";

const finding: Finding = {
  id: "paymentMethod:invoice",
  topic: "payment",
  question: "paymentMethod",
  title: "Paying by invoice",
  message: "Visits …",
  exposed: { part: 20, whole: 100, rate: 0.2, low: 0.13, high: 0.29 },
  others: { part: 80, whole: 100, rate: 0.8, low: 0.71, high: 0.87 },
  difference: { estimate: -0.6, low: -0.7, high: -0.48 },
  adjusted: { ratio: 0.25, low: 0.17, high: 0.38, strataUsed: 2, strataSkipped: 0 },
  pValue: 1e-9,
  adjustedPValue: 0.002,
  cost: {
    currency: "EUR",
    minor: 400_000,
    low: 300_000,
    high: 500_000,
    perWeek: { minor: 100_000, low: 75_000, high: 125_000 },
  },
  gain: null,
  affected: 100,
  where: { by: "payment method", value: "invoice" },
  try: ["Offer another way when one fails."],
  people: {
    of: {
      from: "a",
      to: "b",
      unit: "session",
      basis: "net",
      includeBots: false,
      segment: { did: { goal: "buy" } },
    },
    limit: 50,
  },
};

const answer = (stated: Partial<InsightsAnswer>): InsightsAnswer => ({
  unit: "session",
  macro: { key: "buy", name: "Purchase" },
  asked: 41,
  found: 0,
  shown: 0,
  findings: [],
  notAsked: [],
  computed: { journeys: 1, events: 1, ms: 1, watermark: null },
  ...stated,
});

describe("what is shown of an answer", () => {
  it("is both sides on one scale, what it costs a week, and how sure one can be", () => {
    const picture = prepareInsights(answer({ found: 1, shown: 1, findings: [finding] }));
    expect(picture.sentence).toBe("1 of 41 questions differ by more than chance. First: Paying by invoice.");
    expect(picture.rows[0]).toMatchObject({
      topic: "Payment",
      money: { label: "Goes together with a loss of", value: "€1K a week", range: "€750 to €1.3K" },
      sure: "Chance alone would do this about once in 500 times, all 41 questions counted in. Among visits of one device, one channel, and of new or returning visitors: 0.3× as often (0.2× to 0.4×).",
      people: { description: "Those of them who did not go on." },
    });
    const [here, others] = picture.rows[0]?.sides ?? [];
    expect(here?.mark.rate).toBeCloseTo(0.2 / 0.87);
    expect(others?.mark.high).toBe(1);
    expect(picture.table.rows[0]?.map(({ raw }) => raw)).toEqual([
      "Paying by invoice",
      "Payment",
      0.2,
      0.8,
      -0.6,
      -100_000,
      0.002,
    ]);
  });

  it("is calm where nothing differs, and says what is missing", () => {
    expect(prepareInsights(answer({})).sentence).toBe(
      "Nothing here differs more than chance would: 41 questions asked.",
    );
    const empty = prepareInsights(
      answer({ asked: 0, notAsked: [{ topic: "speed", reason: "No Web Vitals arrive." }] }),
    );
    expect(empty).toMatchObject({
      sentence: "Nothing could be asked yet.",
      notAsked: [{ topic: "Page speed", reason: "No Web Vitals arrive." }],
    });
  });

  it("leads to the funnel by what differs", () => {
    const href = funnelHref({ org: "o", project: "p" }, "?range=7d&unit=session", {
      from: "a",
      to: "b",
      unit: "session",
      basis: "net",
      includeBots: false,
      steps: [{ goal: "cart" }, { goal: "buy" }],
      order: "ordered",
      windowMs: 86_400_000,
      exclude: [],
      holdConstant: [],
      breakdown: { by: "device", at: "entry", limit: 8 },
      previous: false,
      distribution: false,
    });
    expect(decodeURIComponent(href)).toBe(
      "/o/p/funnels?range=7d&unit=session&steps=goal:cart~goal:buy&window=1d&by=device",
    );
  });
});

it("events are read wherever the stream breaks them", async () => {
  const text = 'event: progress\ndata: {"done":0.5}\n\nevent: answer\ndata: {"name":"Größe"}\n\n';
  const bytes = new TextEncoder().encode(text);
  for (const size of [1, 7, bytes.length]) {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
        controller.close();
      },
    });
    const events = [];
    for await (const event of readEvents(body)) events.push(event);
    expect(events).toEqual([
      { name: "progress", data: { done: 0.5 } },
      { name: "answer", data: { name: "Größe" } },
    ]);
  }
});
