import type { ProjectScope } from "@/db/scope";
import { claimJob } from "@/db/unscoped";
import { projectScopesForJobs } from "@/lib/tenancy/job-door";

/** Something that has to be done for every project from time to time. */
export type Job = {
  /** Stable: the claims of all instances go by it. */
  name: string;
  everyMs: number;
  run: (scope: ProjectScope) => Promise<void>;
};

const lookEveryMs = 5_000;

/** Does the job for all projects, one after the other. One that fails is said and does not keep the rest from it. */
const runForAll = async ({ name, run }: Job, isStopping: () => boolean): Promise<void> => {
  for (const scope of await projectScopesForJobs()) {
    if (isStopping()) return;
    await run(scope).catch((error: unknown) =>
      console.error(`The job ${name} failed for project ${scope.projectId}:`, error),
    );
  }
};

/** Runs the jobs that are due and that no other instance has begun. */
export const runDueJobs = async (jobs: readonly Job[], isStopping = () => false): Promise<void> => {
  for (const job of jobs)
    if (!isStopping() && (await claimJob(job.name, job.everyMs))) await runForAll(job, isStopping);
};

/** Looks for due jobs now and every few seconds; `stop` waits for the one that runs. */
export const startJobs = (jobs: readonly Job[]): { stop: () => Promise<void> } => {
  let stopping = false;
  let running: Promise<void> | undefined;
  const look = (): void => {
    running ??= runDueJobs(jobs, () => stopping)
      .catch((error: unknown) => console.error("Background jobs could not be looked for:", error))
      .finally(() => {
        running = undefined;
      });
  };
  const timer = setInterval(look, lookEveryMs);
  look();
  return {
    stop: async () => {
      stopping = true;
      clearInterval(timer);
      await running;
    },
  };
};
