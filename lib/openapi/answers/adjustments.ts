import { z } from "zod";
import { mostAdjustments, newAdjustment } from "@/lib/adjustments/definition";

export const adjustmentsRequest = z.union([
  newAdjustment,
  z.strictObject({ adjustments: z.array(newAdjustment).min(1).max(mostAdjustments) }),
]);

export const adjustmentsTaken = z.strictObject({
  accepted: z.int(),
  duplicates: z.int(),
  duplicateIndexes: z.array(z.int()),
  rejected: z.array(
    z.strictObject({
      index: z.int(),
      code: z.string(),
      message: z.string(),
      path: z.string().optional(),
    }),
  ),
});

export const listedAdjustment = z.strictObject({
  orderId: z.string(),
  type: z.enum(["refund", "cancellation", "value"]),
  amountMinor: z.int().nullable(),
  currency: z.string().nullable(),
  occurredAt: z.iso.datetime(),
  adjustmentId: z.string().nullable(),
  receivedAt: z.iso.datetime(),
});
