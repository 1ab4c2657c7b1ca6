// npm run bench -- memory [PROJECTS]: dashboards of several projects of a million events (8) are asked one after the other,
// three rounds, of an engine with room for the columns of one or two of them and of one with room for all: by how much the
// resident memory of either process grows once it answered the first of them. Ends with 1 where the small room is not kept.
import os from "node:os";
import path from "node:path";
import type { ProjectScope } from "@/db/scope";
import { askAll, closeEngine, startEngine } from "@/lib/reports/engine";
import { projectScopeForCommandLine } from "@/lib/tenancy/command-line-door";
import { createProject } from "@/lib/tenancy/organisations-store";
import { overviewTiles, shopGoals } from "./journeys/dashboards";
import { atMost, type Fact, printFacts } from "./journeys/fact";
import { fold } from "./journeys/fold";
import { beChild, inChild } from "./journeys/in-child";
import { range } from "./journeys/shop-log";
import { writeShopLog } from "./journeys/write-shop-log";
import { throwAwayProject } from "./throw-away-project";

const megabyte = 2 ** 20;
const eventsEach = 1_000_000;
const dayMs = 86_400_000;
const rounds = 3;
/** What a scan thread may fill with columns, MB. */
const rooms = { small: 32, ample: 1024 };
/**
 * What comes on top in each thread, MB: the columns of the question at hand, which are loaded before others are let go of
 * (as many as there is room for, with these projects), and what V8 lets wait for its collector, which looks when typed arrays
 * grew by so much.
 */
const onTop = rooms.small + 64;

const askEverything = async (scope: ProjectScope): Promise<void> => {
  await askAll(scope, overviewTiles, { goals: shopGoals });
  await askAll(scope, [{ report: "matrix", question: { ...range, windowMs: 7 * dayMs } }], {
    goals: shopGoals,
  });
};

/** Asks everything of one project after the other; answers by how much memory grew beyond what the first one took. */
const churn = async ({ projectIds }: { projectIds: readonly string[] }): Promise<number> => {
  const scopes = await Promise.all(projectIds.map((id) => projectScopeForCommandLine(id)));
  startEngine(path.resolve("dist/worker.js"));
  for (const scope of scopes.slice(0, 1))
    for (let round = 0; round < rounds; round++) await askEverything(scope);
  const before = process.memoryUsage().rss;
  let most = 0;
  for (let round = 0; round < rounds; round++)
    for (const scope of scopes) {
      await askEverything(scope);
      most = Math.max(most, process.memoryUsage().rss - before);
    }
  await closeEngine();
  return most;
};

const measure = async (projects: number): Promise<void> => {
  const { org, end } = await throwAwayProject();
  const facts: Fact[] = [];
  try {
    const projectIds: string[] = [];
    for (let place = 0; place < projects; place++) {
      const { scope } = await createProject(org, { name: `Shop ${place}`, timezone: "UTC", currency: "EUR" });
      await writeShopLog(scope, { events: eventsEach });
      await fold(scope);
      projectIds.push(scope.projectId);
    }
    const threads = Math.min(os.availableParallelism(), 8);
    for (const [name, room] of Object.entries(rooms)) {
      process.env.JOURNEY_CACHE_MB = String(room);
      const most = await inChild<number>("churn", { projectIds });
      facts.push(
        atMost(`${name} room, ${threads} threads`, most / megabyte, threads * (room + onTop), " MB"),
      );
    }
  } finally {
    await end();
    printFacts(facts);
  }
  if (facts.some(({ met }) => !met)) process.exitCode = 1;
};

const [task, ...rest] = process.argv.slice(2);
const projects = Number(task ?? 8);
if (task === "child") await beChild({ churn }, rest);
else if (!Number.isSafeInteger(projects) || projects < 2 || projects > 64) {
  console.error("Usage: npm run bench -- memory [PROJECTS, 2 to 64]");
  process.exitCode = 2;
} else await measure(projects);
