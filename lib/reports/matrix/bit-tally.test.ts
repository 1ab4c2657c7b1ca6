import { describe, expect, it } from "vitest";
import { randomNumbers } from "@/lib/statistics/random-numbers";
import { BitTally } from "./bit-tally";

const sizes = [1, 7, 8, 9, 16, 31];

describe("a tally of sets", () => {
  it.each(sizes)("of %i bits says of each bit in how many it was, place by place", (bits) => {
    const random = randomNumbers(bits);
    const tally = new BitTally(bits).reserve(2);
    const added = Array.from({ length: 500 }, (_, n) => ({
      place: n % 3,
      set: Math.floor(random() ** 3 * 2 ** bits),
      times: 1 + (n % 4),
    }));
    for (const [n, { place, set, times }] of added.entries()) {
      // Room that is made later keeps what was counted.
      if (n === 2) tally.reserve(3);
      tally.add(place, set, times);
    }
    for (const place of [0, 1, 2]) {
      const sum = (kept: (set: number) => boolean): number =>
        added.reduce((total, one) => total + (one.place === place && kept(one.set) ? one.times : 0), 0);
      expect(tally.at(place)).toEqual({
        all: sum(() => true),
        having: Array.from({ length: bits }, (_, bit) => sum((set) => (set & (1 << bit)) !== 0)),
      });
    }
  });

  it("is empty where nothing was counted", () => {
    expect(new BitTally(9).reserve(1).at(0)).toEqual({ all: 0, having: [0, 0, 0, 0, 0, 0, 0, 0, 0] });
  });
});
