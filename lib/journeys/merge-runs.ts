import type { ProjectScope } from "@/db/scope";
import { withTenantSnapshot } from "@/db/tenant";
import { decodeRun } from "./decode-column";
import { fieldsOf } from "./fold-batch";
import type { RunsChange } from "./journeys-store";
import { loadRun } from "./load-columns";
import type { Identities } from "./part";
import { type MergePlan, planMerge } from "./plan-merge";
import { type JourneyState, readState } from "./read-state";
import { RunBuilder } from "./run-builder";

/** Chooses runs of one shard of one month to write anew, given what is folded. */
export type ChooseRuns = (
  state: JourneyState,
  tx: Parameters<typeof readState>[0],
) => Promise<MergePlan | undefined>;

/** Rows under a lifted or erased number are dead; those of other merged visitors stay where they are. */
export const keepLiving =
  ({ lifted, erased }: Identities) =>
  (no: number): number =>
    lifted.has(no) || erased.has(no) ? -1 : no;

/**
 * Reads the chosen runs and makes them anew, without what is dead in them; changes nothing. Answers `undefined` when
 * nothing was chosen.
 */
export const rewriteRuns = async (
  scope: ProjectScope,
  generation: number,
  choose: ChooseRuns,
): Promise<RunsChange | undefined> => {
  const found = await withTenantSnapshot(scope, async (tx) => {
    const state = await readState(tx, scope, generation);
    const { checkpoint, identities } = state;
    const plan = checkpoint && !checkpoint.foreign ? await choose(state, tx) : undefined;
    if (!checkpoint || !plan) return undefined;
    const builder = new RunBuilder();
    for (const stored of plan.runs) {
      const encoded = await loadRun(tx, scope, stored);
      builder.addRun(decodeRun(encoded), fieldsOf(encoded), { visitorOf: keepLiving(identities) });
    }
    return { checkpoint, plan, builder };
  });
  if (!found) return undefined;
  const { checkpoint, plan, builder } = found;
  return {
    generation,
    version: checkpoint.version,
    added: builder.buildToStore(() => plan.shards),
    replaced: plan.runs.map(({ id }) => id),
  };
};

/** The next merge of a generation, ready to be written. */
export const mergeRuns = (
  scope: ProjectScope,
  generation: number,
  limits: { eventsPerShard: number; eager: boolean },
): Promise<RunsChange | undefined> =>
  rewriteRuns(scope, generation, async ({ runs }) => planMerge(runs, limits));

/** The next run of a generation from before first rows were stored, made anew with them. */
export const addFirsts = (scope: ProjectScope, generation: number): Promise<RunsChange | undefined> =>
  rewriteRuns(scope, generation, async ({ runs }) => {
    const run = runs.find(({ firsts }) => typeof firsts !== "number");
    return run && { runs: [run], shards: run.shards };
  });
