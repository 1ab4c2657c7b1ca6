import { z } from "zod";

const anything = z.record(z.string(), z.unknown());

const about = {
  userId: z.string().max(255).optional(),
  anonymousId: z.string().max(255).optional(),
  messageId: z.string().max(100).optional(),
  timestamp: z.union([z.string(), z.number()]).optional(),
  context: anything.optional(),
};

/** What is taken in is wider than this: unknown fields are kept or left, never refused. */
export const trackMessage = z.looseObject({
  event: z.string().min(1).max(200),
  properties: anything.optional(),
  ...about,
});
export const pageMessage = z.looseObject({
  name: z.string().optional(),
  properties: anything.optional(),
  ...about,
});
export const identifyMessage = z.looseObject({ traits: anything.optional(), ...about });
export const groupMessage = z.looseObject({ groupId: z.string().optional(), ...about });
export const aliasMessage = z.looseObject({ previousId: z.string(), ...about });
export const batchMessage = z.looseObject({
  batch: z.array(z.looseObject({ type: z.string().optional(), ...about })),
});

export const ingestionAnswer = z.strictObject({
  success: z.literal(true),
  status: z.literal(1),
  accepted: z.int(),
  duplicates: z.int(),
  ignored: z.int(),
  rejected: z.array(
    z.strictObject({
      index: z.int(),
      messageId: z.string().nullable(),
      code: z.string(),
      path: z.string(),
      message: z.string(),
    }),
  ),
});
