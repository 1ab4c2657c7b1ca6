import type { OrgScope, ProjectScope } from "@/db/scope";
import { saveGoals } from "@/lib/goals/store";
import { appendEvents } from "@/lib/ingestion/store";
import { askAll } from "@/lib/reports/engine";
import { createProject } from "@/lib/tenancy/organisations-store";
import { median, timed } from "../median";
import { manyGoals, manyMatchers, overviewTiles, shopGoals } from "./dashboards";
import { atLeast, atMost, type Fact } from "./fact";
import { fold, storedJourneys } from "./fold";
import { askFunnel, reachedIn } from "./funnels";
import { inChild } from "./in-child";
import type { Timed } from "./measure-peer";
import { type FunnelKind, funnelKinds, type Reached } from "./peers/peer";
import { wireRobot, wireShop } from "./wire-shop";

export type OurFunnels = Record<FunnelKind, { reached: Reached; ms: Timed }>;

const send = async (scope: ProjectScope, events: readonly object[]): Promise<void> => {
  for (let i = 0; i < events.length; i += 1000)
    await appendEvents(scope, "secret", events.slice(i, i + 1000));
};

/** Folds a log that was just written. */
export const measureFold = async (scope: ProjectScope, events: number): Promise<Fact[]> => {
  const { events: folded, seconds, cpuSeconds } = await fold(scope);
  if (folded !== events) throw new Error(`${folded} events were folded, not ${events}.`);
  const { runs, bytes } = await storedJourneys(scope);
  return [
    atLeast(
      "compaction",
      events / seconds,
      300_000,
      " events/s",
      ` (${seconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} s of processor)`,
    ),
    atMost("stored, all columns", bytes / events, 40, " bytes/event", ` (${runs} runs)`),
  ];
};

/** Every funnel that peers are asked, warm. */
export const measureFunnels = async (scope: ProjectScope): Promise<OurFunnels> => {
  const funnels: Partial<OurFunnels> = {};
  for (const kind of funnelKinds) {
    const reached = reachedIn(await askFunnel(scope, kind));
    funnels[kind] = { reached, ms: await timed(15, () => askFunnel(scope, kind)) };
  }
  return funnels as OurFunnels;
};

/** A cold process, and other questions, beside a warm funnel of `warmMs`. */
export const measureQuestions = async (scope: ProjectScope, warmMs: number): Promise<Fact[]> => {
  const { projectId } = scope;
  const cold = [
    await inChild<number>("cold", { projectId }),
    await inChild<number>("cold", { projectId }),
    await inChild<number>("cold", { projectId }),
  ];
  await saveGoals(scope, manyGoals);
  const matrix = await timed(9, () => askAll(scope, manyMatchers));
  const overview = await timed(9, () => askAll(scope, overviewTiles, { goals: shopGoals }));
  return [
    atMost("cold answer, median of three processes", median(cold), 1500, " ms"),
    atMost(
      `${manyGoals.length} matchers, times the funnel`,
      matrix.median / warmMs,
      2,
      "",
      ` (${matrix.median.toFixed(0)} ms)`,
    ),
    atMost(
      `overview, ${overviewTiles.length} questions`,
      overview.median,
      400,
      " ms",
      ` (best ${overview.low.toFixed(0)})`,
    ),
  ];
};

/** A project of a thousand events, and how much memory the large one takes beside it. */
export const measureSmall = async (org: OrgScope, large: ProjectScope, events: number): Promise<Fact[]> => {
  const { scope: small } = await createProject(org, { name: "Small", timezone: "UTC", currency: "EUR" });
  await send(small, wireShop(1000, "small"));
  const tail = await timed(25, () => askFunnel(small, "plain"));
  await fold(small);
  const { runs, rows } = await storedJourneys(small);
  const folded = await timed(25, () => askFunnel(small, "plain"));
  const resident = await inChild<number>("memory", { projectId: large.projectId, smallId: small.projectId });
  return [
    atMost("1,000 events, not folded", tail.median, 5, " ms"),
    atMost("1,000 events, folded", folded.median, 5, " ms", ` (${rows} rows, ${runs} runs)`),
    atMost("resident memory for the funnel", resident / events, 16, " bytes/event"),
  ];
};

/** The first answer after new events, and answers once one visitor has 50,000. */
export const measureChanges = async (scope: ProjectScope): Promise<Fact[]> => {
  const rounds: number[] = [];
  const warm = (await timed(9, () => askFunnel(scope, "plain"))).median;
  for (let round = 0; round < 3; round++) {
    await send(scope, wireShop(10_000, `fresh ${round}`));
    const startedAt = performance.now();
    await askFunnel(scope, "plain");
    rounds.push(performance.now() - startedAt);
    await fold(scope);
    await askFunnel(scope, "plain");
  }
  const first = median(rounds);
  const before = (await timed(15, () => askFunnel(scope, "plain"))).median;
  await send(scope, wireRobot(50_000));
  await fold(scope);
  const after = (await timed(15, () => askFunnel(scope, "plain"))).median;
  return [
    atMost(
      "first answer after 10,000 new events, times warm",
      first / warm,
      1.3,
      "",
      ` (${first.toFixed(0)} ms)`,
    ),
    atMost(
      "one visitor with 50,000 events, times without",
      after / before,
      1.2,
      "",
      ` (${after.toFixed(0)} ms)`,
    ),
  ];
};
