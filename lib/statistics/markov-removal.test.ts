import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ChainCounts, removalEffects } from "./markov-removal";

type Way = { states: readonly number[]; success: boolean };

const chainOf = (states: number, ways: readonly Way[]): ChainCounts => {
  const chain = {
    states,
    counts: new Float64Array(states * states),
    starts: new Float64Array(states),
    successes: new Float64Array(states),
    failures: new Float64Array(states),
  };
  const count = (into: Float64Array, place: number) => {
    into[place] = (into[place] ?? 0) + 1;
  };
  for (const way of ways) {
    count(chain.starts, way.states[0] ?? 0);
    for (const [i, state] of way.states.entries()) {
      const next = way.states[i + 1];
      if (next !== undefined) count(chain.counts, state * states + next);
      else count(way.success ? chain.successes : chain.failures, state);
    }
  }
  return chain;
};

const effectsOf = (states: number, ways: readonly Way[]) => {
  const { success, effects } = removalEffects(chainOf(states, ways));
  const rounded = (value: number) => Math.round(value * 1e9) / 1e9;
  return { success: rounded(success), effects: [...effects].map(rounded) };
};

const way = (states: readonly number[], success = true): Way => ({ states, success });

/** How likely success is, followed step by step until hardly anything is under way, without one state. */
const followed = ({ states, counts, starts, successes, failures }: ChainCounts, removed: number): number => {
  const ways = starts.reduce((a, b) => a + b, 0);
  let here = [...starts].map((start) => start / ways);
  let success = 0;
  for (let step = 0; step < 20_000; step++) {
    const next = new Array<number>(states).fill(0);
    for (const [from, share] of here.entries()) {
      if (from === removed || share === 0) continue;
      const row = [...counts.subarray(from * states, (from + 1) * states)];
      const left = row.reduce((a, b) => a + b, 0) + (successes[from] ?? 0) + (failures[from] ?? 0);
      success += (share * (successes[from] ?? 0)) / left;
      for (const [to, count] of row.entries()) next[to] = (next[to] ?? 0) + (share * count) / left;
    }
    here = next;
    if (here.reduce((a, b) => a + b, 0) < 1e-15) break;
  }
  return success;
};

describe("removal effects", () => {
  // The example with which the R package ChannelAttribution and most texts on Anderl et al. explain the method: 1>2>3
  // converts, 1 and 2>3 do not. Solved by hand: 1/3 converts; without 1 it is 1/6, without 2 or 3 nothing.
  it("are those of the well-known example of three ways", () => {
    const { success, effects } = effectsOf(3, [way([0, 1, 2]), way([0], false), way([1, 2], false)]);
    expect(success).toBe(0.333333333);
    expect(effects).toEqual([0.5, 1, 1]);
  });

  // Start to a: 3/4, to b: 1/4. From a: b 1/3, success 1/3, failure 1/3. From b: a 1/3, success 1/3, failure 1/3, so
  // from either of them 1/3 + 1/3 · x = x: success is 1/2. Without a only b's third of a quarter is left, 1/12; without b
  // a third of three quarters, 1/4.
  it("are those of a chain with a loop, solved by hand", () => {
    const chain: ChainCounts = {
      states: 2,
      counts: Float64Array.of(0, 1, 1, 0),
      starts: Float64Array.of(3, 1),
      successes: Float64Array.of(1, 1),
      failures: Float64Array.of(1, 1),
    };
    const { success, effects } = removalEffects(chain);
    expect(success).toBeCloseTo(1 / 2, 12);
    expect(effects[0]).toBeCloseTo(1 - (1 / 12) * 2, 12);
    expect(effects[1]).toBeCloseTo(1 - (1 / 4) * 2, 12);
  });

  it("do not mind how often a state follows itself", () => {
    const once = [way([0, 1]), way([1], false), way([0], false)];
    const often = [way([0, 0, 0, 1]), way([1, 1, 1, 1, 1], false), way([0], false)];
    expect(effectsOf(2, often)).toEqual(effectsOf(2, once));
  });

  it("are 1 where there is one state alone, and 0 where nothing succeeds or nobody was", () => {
    expect(effectsOf(1, [way([0]), way([0], false)])).toEqual({ success: 0.5, effects: [1] });
    expect(effectsOf(2, [way([0, 1], false)])).toEqual({ success: 0, effects: [0, 0] });
    expect(effectsOf(2, [])).toEqual({ success: 0, effects: [0, 0] });
    expect(effectsOf(3, [way([0])])).toEqual({ success: 1, effects: [1, 0, 0] });
  });

  it("are what is lost when ways are followed without the state", () => {
    const ways = fc.array(
      fc.record({
        states: fc.array(fc.nat(5), { minLength: 1, maxLength: 6 }),
        success: fc.boolean(),
      }),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(ways, (ways) => {
        const chain = chainOf(6, ways);
        const { success, effects } = removalEffects(chain);
        expect(success).toBeCloseTo(followed(chain, -1), 9);
        for (const [state, effect] of effects.entries())
          expect(effect).toBeCloseTo(success === 0 ? 0 : 1 - followed(chain, state) / success, 9);
      }),
      { numRuns: 300 },
    );
  });
});
