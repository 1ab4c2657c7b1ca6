import type { ProjectScope } from "@/db/scope";
import { isAppError } from "@/lib/errors";
import { parseInput } from "@/lib/parse-input";
import {
  type AdjustmentsTaken,
  mostAdjustments,
  type NewAdjustment,
  newAdjustment,
  type RejectedAdjustment,
} from "./definition";
import { type Outcome, saveAdjustments } from "./store";

type Placed = { index: number; wanted: NewAdjustment };

const readOne = (sent: unknown, index: number): Placed | RejectedAdjustment => {
  try {
    return { index, wanted: parseInput(newAdjustment, sent) };
  } catch (error) {
    if (!isAppError(error)) throw error;
    const { code, message, path } = error;
    return { index, code, message, ...(path === undefined ? {} : { path }) };
  }
};

const conflictOf = ({ index, wanted: { adjustmentId } }: Placed): RejectedAdjustment => ({
  index,
  code: "conflict",
  message: `Another adjustment has the id ${adjustmentId} already. Send this one under an id of its own.`,
  path: "adjustmentId",
});

/**
 * Takes adjustments as they were sent and says of each, by its place, what became of it: kept, known already, or not kept
 * and why. A bad one takes no other down.
 */
export const takeAdjustments = async (
  scope: ProjectScope,
  sent: readonly unknown[],
): Promise<AdjustmentsTaken> => {
  const read = sent.map(readOne);
  const placed = read.flatMap((one) => ("wanted" in one ? [one] : []));
  const rejected = read.flatMap((one) => ("wanted" in one ? [] : [one]));
  const outcomes: Outcome[] = [];
  for (let i = 0; i < placed.length; i += mostAdjustments) {
    const some = placed.slice(i, i + mostAdjustments).map(({ wanted }) => wanted);
    outcomes.push(...(await saveAdjustments(scope, some)));
  }
  const having = (outcome: Outcome): Placed[] => placed.filter((_, place) => outcomes[place] === outcome);
  const duplicates = having("duplicate");
  return {
    accepted: having("accepted").length,
    duplicates: duplicates.length,
    duplicateIndexes: duplicates.map(({ index }) => index),
    rejected: [...rejected, ...having("conflict").map(conflictOf)].sort((a, b) => a.index - b.index),
  };
};
