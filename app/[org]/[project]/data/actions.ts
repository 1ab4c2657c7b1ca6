"use server";

import { scopedAction } from "@/lib/auth/scoped-action";
import { repairRequest, replayCursor } from "@/lib/data-health/definition";
import { previewRepair } from "@/lib/data-health/preview-repair";
import { replayStep } from "@/lib/data-health/replay-step";

/** What a repair would do to the rejected events of a reason; nothing is written. */
export const previewReplay = scopedAction({ role: "admin", input: repairRequest }, ({ scope }, request) =>
  previewRepair(scope, request),
);

/** Sends the next of them again, repaired. */
export const replayNext = scopedAction(
  { role: "admin", input: repairRequest.extend({ after: replayCursor.nullable() }) },
  ({ scope }, request) => replayStep(scope, request),
);
