import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fewValues, placeOfRow } from "./few-values";

describe("the place of a row", () => {
  it("is found wherever the last one was", () => {
    const rows = fc.uniqueArray(fc.nat(60), { maxLength: 30 }).map((some) => some.sort((a, b) => a - b));
    fc.assert(
      fc.property(rows, fc.array(fc.nat(65), { maxLength: 20 }), (some, asked) => {
        const list = Uint32Array.from(some);
        let place = 0;
        for (const row of asked) {
          place = placeOfRow(list, row, place);
          const first = some.findIndex((one) => one >= row);
          expect(place).toBe(first < 0 ? some.length : first);
        }
      }),
    );
  });
});

describe("values of few rows", () => {
  const codes = (every: number): Uint16Array =>
    Uint16Array.from({ length: 8_000 }, (_, row) => (row % every === 0 ? 1 : 0));
  const worthOf = (row: number) =>
    row % 200 === 0 ? null : { currency: row % 3 === 0 ? "USD" : "EUR", minor: row };

  it("are those of all rows that state one, read once", () => {
    const some = codes(100);
    let reads = 0;
    const read = (row: number) => {
      reads++;
      return worthOf(row);
    };
    const found = fewValues(some, "total", read);
    const rows = [...some.keys()].filter((row) => row % 100 === 0 && row % 200 !== 0);
    expect([...(found?.rows ?? [])]).toEqual(rows);
    expect([...(found?.minor ?? [])]).toEqual(rows);
    expect(rows.map((_, place) => found?.currencies[found.currency[place] ?? -1])).toEqual(
      rows.map((row) => worthOf(row)?.currency),
    );
    expect(fewValues(some, "total", read)).toBe(found);
    expect(reads).toBe(80);
    expect(fewValues(some, "other", read)).not.toBe(found);
  });

  it("are not kept twice where they are many, or the rows few", () => {
    expect(fewValues(codes(2), "total", (row) => ({ currency: "EUR", minor: row }))).toBeUndefined();
    expect(fewValues(codes(100).subarray(0, 1_000), "total", worthOf)).toBeUndefined();
  });

  it("may be in more currencies than a byte tells apart, which are looked up where they lie", () => {
    const all = (row: number) => ({ currency: `C${row}`, minor: row });
    expect(fewValues(codes(20), "total", all)).toBeUndefined();
  });
});
