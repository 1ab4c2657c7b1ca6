import { Piscina } from "piscina";
import type { ProjectScope } from "@/db/scope";
import type { UpkeepTask } from "./upkeep-worker";

/**
 * Starts the thread that compacts journeys, so that neither events nor questions wait for it. `file` is the built
 * worker. `stop` lets the batch under way finish.
 */
export const startUpkeepThread = (file: string) => {
  const pool = new Piscina({ filename: file, minThreads: 0, maxThreads: 1, idleTimeout: 60_000 });
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const run = async ({ orgId, projectId }: ProjectScope, work: UpkeepTask["work"]): Promise<void> => {
    await pool.run({ orgId, projectId, work, stop } satisfies UpkeepTask);
  };
  return {
    compact: (scope: ProjectScope) => run(scope, "compact"),
    retain: (scope: ProjectScope) => run(scope, "retain"),
    /** No further batch is begun. */
    hurry: () => {
      Atomics.store(stop, 0, 1);
    },
    close: () => pool.destroy(),
  };
};
