// npm run bench -- journeys [EVENTS] [--no-peers] | --sizes: folds a shop's log of 90 days (10,000,000 events by a tenth
// as many visitors) and asks funnels and dashboards of it. ClickHouse and DuckDB answer the same funnels on the same rows
// with the same cores, and have to count the same. --sizes shows how cost grows. Ends with 1 when counts differ.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { closeEngine, startEngine } from "@/lib/reports/engine";
import { comparePeer } from "./journeys/compare-peer";
import { type Fact, printFacts } from "./journeys/fact";
import { fold, foldInChild, storedJourneys } from "./journeys/fold";
import { coldAnswer, residentMemory } from "./journeys/fresh-process";
import { beChild, inChild } from "./journeys/in-child";
import { measureIngestion } from "./journeys/measure-ingestion";
import {
  measureChanges,
  measureFold,
  measureFunnels,
  measureQuestions,
  measureSmall,
} from "./journeys/measure-ours";
import { measurePeer, type PeerResult, peerNames } from "./journeys/measure-peer";
import { peersInstalled } from "./journeys/peers/bench-require";
import { type OneThread, walkAlone } from "./journeys/walk-alone";
import { writeShopLog } from "./journeys/write-shop-log";
import { words } from "./median";
import { throwAwayProject } from "./throw-away-project";

const worker = path.resolve("dist/worker.js");
const million = 1_000_000;

type World = Awaited<ReturnType<typeof throwAwayProject>>;

/** Gives a project with a written log to `run`, in a database of its own. */
const withShop = async (
  { events, peerFile }: { events: number; peerFile?: string },
  run: (world: World) => Promise<void>,
): Promise<void> => {
  const world = await throwAwayProject();
  try {
    const startedAt = performance.now();
    const { visitors } = await writeShopLog(world.scope, { events, peerFile });
    const seconds = (performance.now() - startedAt) / 1000;
    console.log(
      `\n${events.toLocaleString("en")} events by ${visitors.toLocaleString("en")} visitors, written in ${seconds.toFixed(0)} s`,
    );
    startEngine(worker);
    await run(world);
  } finally {
    await closeEngine();
    await world.end();
  }
};

const measureAll = async (events: number, withPeers: boolean): Promise<void> => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "tributary-bench-peers-"));
  const file = path.join(folder, "log.tsv");
  const facts: Fact[] = [];
  try {
    await withShop({ events, peerFile: withPeers ? file : undefined }, async ({ org, scope }) => {
      facts.push(...(await measureFold(scope, events)));
      const ours = await measureFunnels(scope);
      console.log(
        `ours: ${words(ours.plain.ms)}, filtered ${words(ours.filtered.ms)}, by device ${words(ours.brokenDown.ms)}`,
      );
      const { funnelMs, walkMs } = await inChild<OneThread>("walk", { projectId: scope.projectId });
      console.log(
        `one thread: ${funnelMs.toFixed(0)} ms to fold the funnel, ${walkMs.toFixed(0)} ms of it to walk over its visitors`,
      );
      for (const peer of withPeers ? peerNames : []) {
        const theirs = await inChild<PeerResult>("peer", { peer, file });
        const { same, facts: ratios } = comparePeer(peer, ours, theirs);
        facts.push(...ratios);
        if (!same) process.exitCode = 1;
      }
      facts.push(...(await measureQuestions(scope, ours.plain.ms.median)));
      facts.push(...(await measureSmall(org, scope, events)));
      facts.push(...(await measureIngestion(org, scope)));
      facts.push(...(await measureChanges(scope)));
    });
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
    // When a part fails, what was measured before it is still told.
    printFacts(facts);
  }
};

/** What a log of so many events costs; answers how many these were. */
const measureSize = async ({ events }: { events: number }): Promise<number> => {
  await withShop({ events }, async ({ scope }) => {
    const { seconds } = await fold(scope);
    const { bytes } = await storedJourneys(scope);
    const { plain, filtered, brokenDown } = await measureFunnels(scope);
    const cold = await inChild<number>("cold", { projectId: scope.projectId });
    const perEvent = (ms: number): string =>
      `${ms.toFixed(1)} ms, ${((ms * 1e6) / events).toFixed(1)} ns/event`;
    console.log(
      `folded in ${seconds.toFixed(1)} s, ${Math.round(events / seconds).toLocaleString("en")} events/s, ${(bytes / events).toFixed(1)} bytes/event\n` +
        `funnel ${perEvent(plain.ms.median)}; filtered ${perEvent(filtered.ms.median)}; by device ${perEvent(brokenDown.ms.median)}; cold ${perEvent(cold)}`,
    );
  });
  return events;
};

/** Whether cost grows with the events and not faster. A process each, as a database of its own stays one's own until it ends. */
const measureSizes = async (): Promise<void> => {
  for (const events of [million, 10 * million, 30 * million]) await inChild("size", { events });
};

const main = async (): Promise<void> => {
  const flags = process.argv.slice(2).filter((word) => word.startsWith("--"));
  const [size] = process.argv.slice(2).filter((word) => !word.startsWith("--"));
  const events = Number(size ?? 10 * million);
  const unknown = flags.find((flag) => flag !== "--no-peers" && flag !== "--sizes");
  const withPeers = flags.length === 0;
  if (unknown || !Number.isSafeInteger(events) || events < 10_000) {
    console.error("Usage: npm run bench -- journeys [EVENTS, from 10000] [--no-peers] | --sizes");
    process.exitCode = 2;
  } else if (flags.includes("--sizes")) await measureSizes();
  else if (withPeers && !peersInstalled()) {
    console.error(
      "ClickHouse and DuckDB are missing. Run `npm ci --prefix bench` once, or go without: --no-peers.",
    );
    process.exitCode = 2;
  } else await measureAll(events, withPeers);
};

if (process.argv[2] === "child")
  await beChild(
    {
      peer: measurePeer,
      cold: coldAnswer,
      memory: residentMemory,
      fold: foldInChild,
      size: measureSize,
      walk: walkAlone,
    },
    process.argv.slice(3),
  );
else await main();
