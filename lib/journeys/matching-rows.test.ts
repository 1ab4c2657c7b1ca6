import { describe, expect, it } from "vitest";
import { openScan } from "./scan";
import type { ScanPlan } from "./scan-plan";
import { gatheredPart } from "./testing/gathered-part";
import { givenPart, givenRuns, inArrival, type Row, scanned } from "./testing/given-rows";

const orders = 1_000;

/** Every fifth event is an order with a number of its own; every visitor has ten events. */
const rows: readonly Row[] = Array.from({ length: 5 * orders }, (_, i) => ({
  visitor: Math.floor(i / 10),
  at: i,
  name: i % 5 === 4 ? "buy" : "view",
  bot: i % 35 === 34,
  fields: { "property.order": `o${i}`, country: i % 3 === 0 ? "DE" : "AT" },
}));

const buys: Partial<ScanPlan> = {
  matchers: [{ event: "buy" }],
  onlyMatching: true,
  fields: ["property.order", "country"],
};

const valuesOf = (some: readonly Row[]): unknown[] =>
  some.map(({ fields }) => [fields?.["property.order"], fields?.country]);

const isBuy = ({ name }: Row): boolean => name === "buy";

describe("rows that match", () => {
  const part = gatheredPart(givenPart(givenRuns(rows)));

  it("are all of them, with all that they say, however often they are asked for", () => {
    const expected = valuesOf(rows.filter((row) => isBuy(row) && !row.bot));
    for (let round = 0; round < 2; round++)
      expect(inArrival(scanned(part, buys)).map(({ values }) => values)).toEqual(expected);
  });

  it("are told apart by what is asked", () => {
    const ofAustria: Partial<ScanPlan> = {
      ...buys,
      matchers: [{ event: "buy", where: { field: "country", op: "is", value: "AT" } }],
    };
    const seen = (plan: Partial<ScanPlan>) =>
      inArrival(scanned(part, plan).filter(({ mask }) => mask !== 0)).map(({ values }) => values);
    const expected = (keeps: (row: Row) => boolean) => valuesOf(rows.filter(keeps));
    expect(seen(ofAustria)).toEqual(
      expected((row) => isBuy(row) && !row.bot && row.fields?.country === "AT"),
    );
    expect(seen({ ...buys, includeBots: true })).toEqual(expected(isBuy));
    expect(seen({ ...buys, asOf: 1_000 })).toEqual(
      expected((row) => isBuy(row) && !row.bot && (row.at ?? 0) < 1_000),
    );
    expect(seen({ ...buys, matchers: [{ event: "view" }] })).toEqual(
      expected((row) => !isBuy(row) && !row.bot),
    );
  });

  it("lie apart, so that visitors without any are not looked at", () => {
    const everybodyOnce = givenRuns(rows.map((row, i) => ({ ...row, visitor: i })));
    const { forEachJourney } = openScan(gatheredPart(givenPart(everybodyOnce)), {
      matchers: [{ event: "buy" }],
      onlyMatching: true,
      rules: new Map(),
      fields: [],
      range: { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY },
      asOf: Number.POSITIVE_INFINITY,
      includeBots: true,
    });
    expect(forEachJourney(() => {})).toEqual({ journeys: orders, events: orders });
  });
});
