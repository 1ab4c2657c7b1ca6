import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { benjaminiHochberg } from "./benjamini-hochberg";

// Benjamini and Hochberg 1995, section 3.2: the 15 hypotheses of a trial of treatments after infarction.
const published = [
  0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
  0.759, 1,
];

describe("benjaminiHochberg", () => {
  it("rejects the four hypotheses that the paper rejects at 5 %", () => {
    const rejected = published.filter((_, i) => (benjaminiHochberg(published)[i] ?? 1) <= 0.05);
    expect(rejected).toEqual([0.0001, 0.0004, 0.0019, 0.0095]);
  });

  // scipy 1.17: `stats.false_discovery_control(published)`.
  it("agrees with scipy on the adjusted values", () => {
    const adjusted = [
      0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.06385714285714286, 0.06385714285714286, 0.0645,
      0.07650000000000001, 0.486, 0.5811818181818181, 0.7148749999999999, 0.7532307692307693,
      0.8132142857142857, 1,
    ];
    expect(benjaminiHochberg(published)).toEqual(adjusted.map((value) => expect.closeTo(value, 12)));
  });

  it("leaves null where it was and does not count it", () => {
    expect(benjaminiHochberg([0.04, null, 0.01, null])).toEqual([0.04, null, 0.02, null]);
    expect(benjaminiHochberg([null])).toEqual([null]);
    expect(benjaminiHochberg([])).toEqual([]);
  });

  const pValues = fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 40 });

  it("agrees with the definition: the least of n·p/rank among those at least as large", () => {
    fc.assert(
      fc.property(pValues, (list) => {
        const tested = list.filter((p) => p !== null).sort((one, other) => one - other);
        const adjusted = list.map((p) => {
          if (p === null) return null;
          const bounds = tested.flatMap((q, i) => (q >= p ? [(q * tested.length) / (i + 1)] : []));
          return expect.closeTo(Math.min(1, ...bounds), 12);
        });
        expect(benjaminiHochberg(list)).toEqual(adjusted);
      }),
    );
  });

  it("keeps the order of the values, never lowers one and stays within 1", () => {
    fc.assert(
      fc.property(pValues, (list) => {
        const adjusted = benjaminiHochberg(list);
        const pairs = list.flatMap((p, i) => (p === null ? [] : [{ p, q: adjusted[i] ?? Number.NaN }]));
        for (const { p, q } of pairs) {
          expect(q).toBeGreaterThanOrEqual(p);
          expect(q).toBeLessThanOrEqual(1);
          for (const other of pairs) if (other.p <= p) expect(other.q).toBeLessThanOrEqual(q);
        }
      }),
    );
  });
});
