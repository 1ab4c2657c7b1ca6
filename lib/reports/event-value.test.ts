import { describe, expect, it } from "vitest";
import type { Part } from "@/lib/journeys/part";
import { gatheredPart } from "@/lib/journeys/testing/gathered-part";
import { givenPart, givenRuns } from "@/lib/journeys/testing/given-rows";
import { openColumns } from "./column-set";
import type { Money } from "./definition";
import { valueReader } from "./event-value";

const value = { property: "property.total", currency: "property.currency" };
const amounts = [12.25, "7.05", "nothing", undefined, 3] as const;
const currencies = ["USD", undefined, "jpy", "no currency"] as const;

/** What reading the values of all events says, by `seq`, forwards and then backwards through every visitor's. */
const read = (part: Part): Map<number, Money | null>[] => {
  const [forwards, backwards] = [new Map<number, Money | null>(), new Map<number, Money | null>()];
  const plan = {
    matchers: [],
    rules: new Map(),
    range: { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY },
    asOf: Number.POSITIVE_INFINITY,
    includeBots: true,
  };
  const { scan, columns } = openColumns(part, plan, new Set([value.property, value.currency]));
  const worth = valueReader(value, columns, "EUR");
  scan.forEachJourney((journey) => {
    const { start, end, seq } = journey;
    for (let i = start; i < end; i++) forwards.set(seq[i] ?? -1, worth(journey, i));
    for (let i = end - 1; i >= start; i--) backwards.set(seq[i] ?? -1, worth(journey, i));
  });
  return [forwards, backwards];
};

describe("what events are worth", () => {
  it("is the same whether few or many of the rows state an amount, and in whatever order it is asked", () => {
    for (const every of [1, 3, 40]) {
      const rows = Array.from({ length: 6_000 }, (_, i) => ({
        visitor: Math.floor(i / 25),
        at: i,
        fields:
          i % every === 0
            ? { "property.total": amounts[i % 5], "property.currency": currencies[(i >> 3) % 4] }
            : {},
      }));
      const expected = new Map(
        rows.map(({ fields }, seq) => {
          const amount = fields["property.total"];
          const currency = (fields["property.currency"] ?? "EUR").toUpperCase();
          const decimals: Record<string, number> = { USD: 2, EUR: 2, JPY: 0 };
          const exponent = decimals[currency];
          const isAmount = amount !== undefined && amount !== "nothing" && exponent !== undefined;
          const minor = isAmount ? Math.round(Number(amount) * 10 ** exponent) : 0;
          return [seq, isAmount ? { currency, minor } : null];
        }),
      );
      const part = givenPart(givenRuns(rows, 2));
      for (const one of [part, gatheredPart(part)]) expect(read(one)).toEqual([expected, expected]);
    }
  });
});
