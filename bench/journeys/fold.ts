import os from "node:os";
import postgres from "postgres";
import type { ProjectScope } from "@/db/scope";
import { env } from "@/lib/env";
import { compactUntilDone } from "@/lib/journeys/compact";
import { projectScopeForCommandLine } from "@/lib/tenancy/command-line-door";
import { yieldToOthers } from "@/lib/yield-to-others";

export type Folded = { events: number; seconds: number; cpuSeconds: number };

/** Folds what a project's log holds into runs; `cpuSeconds` are this process's alone. */
export const fold = async (scope: ProjectScope): Promise<Folded> => {
  const startedAt = performance.now();
  const cpu = process.cpuUsage();
  const events = await compactUntilDone(scope);
  const { user, system } = process.cpuUsage(cpu);
  return { events, seconds: (performance.now() - startedAt) / 1000, cpuSeconds: (user + system) / 1e6 };
};

/** The same in a process of its own, which lets others come first as the thread does that folds in the app. */
export const foldInChild = async ({ projectId }: { projectId: string }): Promise<Folded> => {
  yieldToOthers(os.constants.priority.PRIORITY_BELOW_NORMAL);
  return await fold(await projectScopeForCommandLine(projectId));
};

export type Stored = { runs: number; rows: number; bytes: number };

/** What a project's journeys take in the database, those aside that were replaced. */
export const storedJourneys = async ({ projectId }: ProjectScope): Promise<Stored> => {
  const owner = postgres(env.databaseOwnerUrl ?? "", { max: 1 });
  try {
    const [row] = await owner<{ runs: string; rows: string; bytes: string }[]>`
      select count(distinct r.id) as runs, count(*) + count(distinct r.id) as rows, coalesce(sum(length(c.data)), 0) as bytes
      from journey_runs r join journey_columns c on c.project_id = r.project_id and c.run_id = r.id
      where r.project_id = ${projectId} and r.replaced_at is null`;
    return { runs: Number(row?.runs), rows: Number(row?.rows), bytes: Number(row?.bytes) };
  } finally {
    await owner.end();
  }
};
