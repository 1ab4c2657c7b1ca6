import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Coalition, shapleyValues } from "./shapley";

const coalition = (members: readonly number[], trials: number, successes: number): Coalition => ({
  members,
  trials,
  successes,
});

/** The formula of the textbooks over all subsets of all members. */
const enumerated = (coalitions: readonly Coalition[], members: number): number[] => {
  const bitsOf = (some: readonly number[]) => some.reduce((bits, member) => bits | (1 << member), 0);
  const found = coalitions.map(({ members, ...counts }) => ({ bits: bitsOf(members), ...counts }));
  const rate = (bits: number): number => {
    const exactly = found.find((one) => one.bits === bits);
    return exactly ? exactly.successes / exactly.trials : 0;
  };
  const worth = (bits: number): number =>
    found.reduce((sum, one) => sum + one.trials * rate(one.bits & bits), 0);
  const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
  const size = (bits: number): number => [...bits.toString(2)].filter((digit) => digit === "1").length;
  return Array.from({ length: members }, (_, member) => {
    let value = 0;
    for (let bits = 0; bits < 1 << members; bits++) {
      if (bits & (1 << member)) continue;
      const weight = (factorial(size(bits)) * factorial(members - size(bits) - 1)) / factorial(members);
      value += weight * (worth(bits | (1 << member)) - worth(bits));
    }
    return value;
  });
};

const closeTo = (values: ArrayLike<number>, expected: readonly number[]): void => {
  for (const [member, value] of expected.entries()) expect(values[member]).toBeCloseTo(value, 9);
};

describe("Shapley values", () => {
  // The glove game: members 0 and 1 have a left glove each, 2 has a right one, and a pair is worth 1. Its published
  // values are 1/6, 1/6 and 4/6; the two pairs that were seen by themselves are divided in halves.
  it("are the published ones of the glove game", () => {
    const pairs = [coalition([0, 2], 1, 1), coalition([1, 2], 1, 1), coalition([0, 1, 2], 1, 1)];
    const { values, errors } = shapleyValues(pairs, 3);
    closeTo(values, [1 / 6 + 1 / 2, 1 / 6 + 1 / 2, 4 / 6 + 1]);
    expect(errors).toBeNull();
  });

  // By hand: alone a succeeds in 1 of 10, b in 3 of 10, both in 5 of 10. With both, a adds (0.1 + 0.5 − 0.3) / 2 = 0.15
  // and b (0.3 + 0.5 − 0.1) / 2 = 0.35.
  it("divide by what each adds to the others", () => {
    const { values } = shapleyValues(
      [coalition([0], 10, 1), coalition([1], 10, 3), coalition([0, 1], 10, 5)],
      2,
    );
    closeTo(values, [1 + 1.5, 3 + 3.5]);
  });

  it("are below 0 for a member with whom success is less likely", () => {
    const { values } = shapleyValues([coalition([1], 10, 5), coalition([0, 1], 10, 1)], 2);
    closeTo(values, [-2, 5 + 3]);
  });

  it("divide equally where members were only seen together, and give all to one alone", () => {
    closeTo(shapleyValues([coalition([0, 1, 2], 4, 3)], 3).values, [1, 1, 1]);
    closeTo(shapleyValues([coalition([1], 4, 3)], 2).values, [0, 3]);
    closeTo(shapleyValues([], 2).values, [0, 0]);
  });

  it("are those of full enumeration over all members", () => {
    const counted = fc.tuple(
      fc.integer({ min: 1, max: 2 ** 7 - 1 }),
      fc.nat(9),
      fc.integer({ min: 1, max: 9 }),
    );
    const games = fc.uniqueArray(counted, { selector: ([bits]) => bits, maxLength: 20 });
    fc.assert(
      fc.property(games, (drafts) => {
        const coalitions = drafts.map(([bits, successes, more]) => ({
          members: Array.from({ length: 7 }, (_, k) => k).filter((k) => bits & (1 << k)),
          trials: successes + more,
          successes,
        }));
        const { values, errors } = shapleyValues(coalitions, 7);
        closeTo(values, enumerated(coalitions, 7));
        expect(errors).toBeNull();
      }),
      { numRuns: 100 },
    );
  });

  describe("of more than twelve members together", () => {
    const thirteen = Array.from({ length: 13 }, (_, member) => member);
    const coalitions = [
      coalition(thirteen, 100, 40),
      ...thirteen.map((member) => coalition([member], 50, member)),
      ...thirteen.slice(1).map((member) => coalition([0, member], 20, 10)),
    ];

    it("are sampled, and enumeration lies within four standard errors", () => {
      const { values, errors } = shapleyValues(coalitions, 13);
      for (const [member, value] of enumerated(coalitions, 13).entries()) {
        const error = errors?.[member] ?? 0;
        expect(error).toBeGreaterThan(0);
        expect(error).toBeLessThan(1);
        expect(Math.abs((values[member] ?? 0) - value)).toBeLessThan(4 * error);
      }
    });

    it("still sum to all successes, and are the same every time", () => {
      const once = shapleyValues(coalitions, 13);
      const successes = coalitions.reduce((sum, one) => sum + one.successes, 0);
      expect(once.values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(successes, 9);
      expect(shapleyValues(coalitions, 13)).toEqual(once);
    });
  });
});
