import path from "node:path";
import { startEngine } from "@/lib/reports/engine";
import { projectScopeForCommandLine } from "@/lib/tenancy/command-line-door";
import { askFunnel } from "./funnels";

/** Answers the funnel once in a process that was never asked, from its runs in Postgres: ms since its workers were started. */
export const coldAnswer = async ({ projectId }: { projectId: string }): Promise<number> => {
  const scope = await projectScopeForCommandLine(projectId);
  const startedAt = performance.now();
  startEngine(path.resolve("dist/worker.js"));
  await askFunnel(scope, "plain");
  return performance.now() - startedAt;
};

/** Bytes of resident memory that a project's funnel takes, beside what an engine with a small project takes. */
export const residentMemory = async (input: { projectId: string; smallId: string }): Promise<number> => {
  const [scope, small] = await Promise.all([
    projectScopeForCommandLine(input.projectId),
    projectScopeForCommandLine(input.smallId),
  ]);
  startEngine(path.resolve("dist/worker.js"));
  await askFunnel(small, "plain");
  const before = process.memoryUsage().rss;
  await askFunnel(scope, "plain");
  await askFunnel(scope, "plain");
  return process.memoryUsage().rss - before;
};
