import { describe, expect, it } from "vitest";
import { planMerge } from "./plan-merge";
import type { StoredRun } from "./read-state";
import { shardsFor } from "./shards-for";

let lastId = 0;
const run = (events: number, shards = 1, shard = 0, month = 0): StoredRun => ({
  id: ++lastId,
  month,
  shard,
  shards,
  events,
  visitors: 1,
  bytes: 1,
});

const eventsPerShard = 1_000;
const eventsOf = (runs: readonly StoredRun[]): number => runs.reduce((sum, { events }) => sum + events, 0);

/** Carries plans out until there are none; answers the runs and how many events were written anew. */
const settle = (runs: readonly StoredRun[], eager: boolean): { runs: StoredRun[]; rewritten: number } => {
  let current = [...runs];
  let rewritten = 0;
  for (;;) {
    const plan = planMerge(current, { eventsPerShard, eager });
    if (!plan) return { runs: current, rewritten };
    const { month = 0, shards = 1, shard = 0 } = plan.runs[0] ?? {};
    const events = eventsOf(plan.runs);
    rewritten += events;
    const parts = Array.from({ length: plan.shards / shards }, (_, n) => shard + n * shards);
    const made = parts.map((part) => run(Math.ceil(events / parts.length), plan.shards, part, month));
    current = [...current.filter((one) => !plan.runs.includes(one)), ...made];
  }
};

describe("merging", () => {
  it("leaves a run alone, and runs of other months", () => {
    expect(planMerge([run(10), run(10, 1, 0, 1)], { eventsPerShard, eager: true })).toBeUndefined();
  });

  it("joins runs of about the same size, and leaves one alone that is much larger", () => {
    const [large, small, smaller] = [run(900), run(20), run(10)];
    expect(planMerge([large, small, smaller], { eventsPerShard, eager: true })).toEqual({
      runs: [smaller, small],
      shards: 1,
    });
    expect(planMerge([large, run(30)], { eventsPerShard, eager: true })).toBeUndefined();
  });

  it("leaves four large runs of a shard alone, as a first fold writes them, and joins the small ones beside", () => {
    const large = [run(150), run(160), run(170), run(180)];
    const plan = (runs: readonly StoredRun[]) => planMerge(runs, { eventsPerShard, eager: true });
    expect(plan(large)).toBeUndefined();
    const [small, smaller] = [run(20), run(10)];
    expect(plan([...large, small, smaller])).toEqual({ runs: [smaller, small], shards: 1 });
    const fifth = run(140);
    expect(plan([...large, fifth])).toEqual({ runs: [fifth, ...large], shards: 1 });
  });

  it("writes every event anew a few times only, while runs stay few", () => {
    let runs: StoredRun[] = [];
    let rewritten = 0;
    for (let n = 0; n < 500; n++) {
      const settled = settle([...runs, run(1)], true);
      runs = settled.runs;
      rewritten += settled.rewritten;
      expect(runs.length).toBeLessThanOrEqual(8);
    }
    expect(eventsOf(runs)).toBe(500);
    expect(rewritten / 500).toBeLessThan(8);
  });

  it("splits what is coarse once as much as half of it came in finer shards", () => {
    const coarse = [run(600), run(300)];
    const fine = (events: number) => [run(events, 2, 0), run(events, 2, 1)];
    expect(planMerge([...coarse, ...fine(200)], { eventsPerShard, eager: true })).toBeUndefined();
    const plan = planMerge([...coarse, ...fine(225)], { eventsPerShard, eager: true });
    expect(plan).toEqual({ runs: coarse, shards: 2 });
  });

  it("never leaves more than eight runs to a shard, not even while there is more to fold", () => {
    for (const eager of [true, false]) {
      let runs: StoredRun[] = [];
      for (let n = 1; n <= 60; n++) {
        const shards = shardsFor(eventsOf(runs) + 250, eventsPerShard);
        const added = Array.from({ length: shards }, (_, shard) =>
          run(Math.ceil(250 / shards), shards, shard),
        );
        runs = settle([...runs, ...added], eager).runs;
        const most = Math.max(...runs.map((one) => one.shards));
        for (let shard = 0; shard < most; shard++)
          expect(runs.filter((one) => (shard & (one.shards - 1)) === one.shard).length).toBeLessThanOrEqual(
            8,
          );
      }
    }
  });
});

it("a month is split into powers of two, none with more events than a shard is to have", () => {
  expect(
    [0, 1, 1_000, 1_001, 2_000, 2_001, 5_000].map((events) => shardsFor(events, eventsPerShard)),
  ).toEqual([1, 1, 1, 2, 2, 4, 8]);
});
