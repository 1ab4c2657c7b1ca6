import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { goalDefinition } from "@/lib/goals/definition";
import { gatheredPart } from "@/lib/journeys/testing/gathered-part";
import { givenPart, givenRuns } from "@/lib/journeys/testing/given-rows";
import { collectKeyed, type KeyedEvents, type Seen } from "./collect-keyed";
import { surveyKeyed } from "./keyed-events";
import type { ReportContext } from "./report";

const day = 86_400_000;
const lastDay = 80;

const purchase = goalDefinition.parse({
  key: "purchase",
  name: "Purchase",
  tier: "macro",
  stage: "sale",
  match: { event: "buy", where: { field: "device", op: "is", value: "mobile" } },
  counting: { key: "property.order" },
  value: { property: "property.total", currency: "property.currency" },
});

const project = { currency: "EUR", timezone: "UTC", sessionGapMs: day };
const context = { project, rules: new Map() } as unknown as ReportContext;

const order = fc.record({
  visitor: fc.nat(12),
  at: fc.nat(lastDay).map((days) => days * day),
  bot: fc.boolean(),
  name: fc.constant("buy"),
  fields: fc.record({
    device: fc.constantFrom("mobile", "desktop"),
    "property.order": fc.constantFrom("a", "b", "c", undefined),
    "property.total": fc.constantFrom(5, "7.25", "nothing", undefined),
    "property.currency": fc.constantFrom("USD", "EUR", undefined),
  }),
});

/** Enough events without a key that those with one are few. */
const views = Array.from({ length: 500 }, (_, i) => ({ visitor: i % 13, at: (i % lastDay) * day }));

/** The events in order of arrival, as they read whatever list they are in. */
const read = (lists: readonly KeyedEvents[]): unknown[] =>
  lists
    .flatMap(({ hashA, hashB, at, seq, minor, currency, currencies }) =>
      Array.from(seq, (number, i) => ({
        seq: number,
        key: [hashA[i], hashB[i]],
        at: at[i],
        worth: [minor[i], currencies[currency[i] ?? -1]],
      })),
    )
    .sort((a, b) => a.seq - b.seq);

describe("events with a key", () => {
  it("are the same whether they are remembered with their rows or looked for again", () => {
    const time = fc.nat(lastDay + 2).map((days) => days * day);
    const worlds = fc.record({
      orders: fc.array(order, { maxLength: 12 }),
      loose: fc.array(order, { maxLength: 3 }),
      seen: fc.array(fc.record({ asOf: time, includeBots: fc.boolean() }), { minLength: 1, maxLength: 4 }),
      time: fc.tuple(time, time).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
      shards: fc.constantFrom(1, 2, 4),
      winnerOf: fc.constantFrom(new Map<number, number>(), new Map([[3, 4]])),
      erased: fc.constantFrom(new Set<number>(), new Set([5])),
    });
    fc.assert(
      fc.property(worlds, ({ orders, loose, seen, time, shards, ...identities }) => {
        const [first, second] = [
          [...views, ...orders].map((row, seq) => ({ ...row, seq })),
          loose.map((row, i) => ({ ...row, seq: 1_000 + i })),
        ];
        const runs = [...givenRuns(first, shards), ...givenRuns(second)];
        const isOld = (run: { seqBase: number }): boolean => run.seqBase < 1_000;
        const part = gatheredPart(givenPart(runs, identities), isOld, time);
        for (const one of seen) {
          const expected = collectKeyed([purchase], part, one, context).get("purchase");
          expect(read(surveyKeyed([purchase], part, one, context).get("purchase") ?? [])).toEqual(
            read(expected ? [expected] : []),
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  it("are collected once, and handed on in memory that threads share", () => {
    const orders = [0, 1, 2].map((i) => ({
      name: "buy",
      at: i * day,
      fields: { device: "mobile", "property.order": `o${i}` },
    }));
    const part = gatheredPart(givenPart(givenRuns([...views, ...orders])));
    const survey = (seen: Seen): readonly KeyedEvents[] =>
      surveyKeyed([purchase], part, seen, context).get("purchase") ?? [];
    const always = { asOf: lastDay * day, includeBots: false };
    const [rest, kept] = survey(always);
    expect(rest?.at).toHaveLength(0);
    expect(kept?.at).toEqual(Float64Array.of(0, day, 2 * day));
    expect(kept?.at.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(part.runs[0]?.gathered?.known.reportBytes.get("keyed")).toBe(kept?.at.buffer.byteLength);
    expect(survey(always)[1]).toBe(kept);
    const [, before] = survey({ ...always, asOf: 2 * day });
    expect(before?.at).toEqual(Float64Array.of(0, day));
    expect(before?.name).toBeUndefined();
  });

  it("are found again although a question has more goals than are remembered", () => {
    const orders = [0, 1].map((i) => ({
      name: "buy",
      at: i * day,
      fields: { device: "mobile", "property.order": `o${i}` },
    }));
    const part = gatheredPart(givenPart(givenRuns([...views, ...orders])));
    const goals = Array.from({ length: 6 }, (_, i) => ({
      ...purchase,
      key: `purchase-${i}`,
      value: { fixed: { currency: "EUR", minor: i } },
    }));
    const survey = () => surveyKeyed(goals, part, { asOf: lastDay * day, includeBots: false }, context);
    const [first, again] = [survey(), survey()];
    const lists = (of: typeof first) => goals.map(({ key }) => of.get(key) ?? []);
    expect(lists(again)).toEqual(lists(first));
    expect(lists(again).map((some) => some.flatMap(({ minor }) => [...minor]))).toEqual(
      goals.map((_, i) => [i, i]),
    );
    const isSame = goals.map(
      ({ key }) => first.get(key)?.[1] !== undefined && first.get(key)?.[1] === again.get(key)?.[1],
    );
    expect(isSame).toEqual([true, true, true, true, false, false]);
    const sizes = goals.map(({ key }) => first.get(key)?.[1]?.at.buffer.byteLength ?? 0);
    expect(part.runs[0]?.gathered?.known.reportBytes.get("keyed")).toBe(4 * Number(sizes[0]));
  });
});
