import os from "node:os";
import { mintProjectScope } from "@/db/scope";
import { yieldToOthers } from "@/lib/yield-to-others";
import { compactUntilDone } from "./compact";
import { applyRetention } from "./expire-events";

/** What the upkeep thread is asked to do. The tenant travels as fields; the scope was decided in the main thread. */
export type UpkeepTask = {
  orgId: string;
  projectId: string;
  work: "compact" | "retain";
  /** Its first number becomes 1 when the process stops. */
  stop: Int32Array;
};

/** A large project lets the others have their turn after so long; the rest is due again soon. */
const turnMs = 20_000;

// Whoever asks or sends comes first.
yieldToOthers(os.constants.priority.PRIORITY_BELOW_NORMAL);

const work = async ({ orgId, projectId, work: wanted, stop }: UpkeepTask): Promise<void> => {
  const scope = mintProjectScope(orgId, projectId);
  const until = Date.now() + turnMs;
  const isStopping = (): boolean => Atomics.load(stop, 0) === 1;
  const isOver = (): boolean => isStopping() || Date.now() > until;
  await (wanted === "retain" ? applyRetention(scope, isOver) : compactUntilDone(scope, isOver));
};

export default work;
