import type { ProjectScope } from "@/db/scope";
import { withTenantSnapshot } from "@/db/tenant";
import type { RunsChange } from "./journeys-store";
import { runsThatHold } from "./load-columns";
import { rewriteRuns } from "./merge-runs";
import { readState } from "./read-state";

/**
 * The next step that takes erased visitors out of a generation: a run that holds some, made anew without them, or the
 * note that none holds any more. Changes nothing; answers `undefined` when there is nothing to do.
 */
export const purgeErased = async (
  scope: ProjectScope,
  generation: number,
): Promise<RunsChange | undefined> => {
  const found = await withTenantSnapshot(scope, async (tx) => {
    const waiting = await tx<{ no: number }[]>`
      select visitor_no as no from erased_visitors where project_id = ${scope.projectId} and purged_at is null`;
    if (waiting.length === 0) return undefined;
    const { checkpoint, runs, identities } = await readState(tx, scope, generation);
    if (!checkpoint) return undefined;
    const holding = await runsThatHold(tx, scope, runs, identities.erased);
    return {
      version: checkpoint.version,
      purged: waiting.map(({ no }) => no),
      isClean: holding.length === 0,
    };
  });
  if (!found) return undefined;
  const { version, purged, isClean } = found;
  // A fold under way that has not seen the erasure finds the version changed and begins again.
  if (isClean) return { generation, version, added: [], replaced: [], purged };
  return await rewriteRuns(scope, generation, async ({ runs, identities }, tx) => {
    const [run] = await runsThatHold(tx, scope, runs, identities.erased);
    return run && { runs: [run], shards: run.shards };
  });
};
