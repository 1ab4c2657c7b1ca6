import { z } from "zod";

const unsafeKeys = new Set(["__proto__", "constructor", "prototype"]);

/** A place in a raw event, its parts joined by dots: "properties.revenue", "properties.products.0.price". */
const eventPath = z
  .string()
  .max(1_000)
  .refine((path) => {
    const parts = path.split(".");
    return parts.length <= 20 && parts.every((part) => part.trim() !== "" && !unsafeKeys.has(part));
  }, "Write the place in the event, like properties.revenue.");

const eventName = z.string().trim().min(1, "Name the event.").max(200);
const currencyCode = z
  .string()
  .trim()
  .regex(/^[A-Za-z]{3}$/, "A currency is its three-letter code, like EUR.")
  .transform((code) => code.toUpperCase());

/** One change to a raw event. What it does not fit is left as it is, so that the event says again what is wrong. */
export const repairOperation = z.discriminatedUnion("kind", [
  /** Without `from`, whatever the event is called. */
  z.strictObject({ kind: z.literal("renameEvent"), from: eventName.optional(), to: eventName }),
  z.strictObject({
    kind: z.literal("setValue"),
    path: eventPath,
    value: z.union([z.string().max(8_192), z.number(), z.boolean(), z.null()]),
  }),
  z.strictObject({ kind: z.literal("moveValue"), from: eventPath, to: eventPath }),
  z.strictObject({ kind: z.literal("removeValue"), path: eventPath }),
  /** Text to a number; `decimal` is the sign before the cents, which nobody can guess from "1.299". */
  z.strictObject({ kind: z.literal("fixNumber"), path: eventPath, decimal: z.enum([".", ","]) }),
  z.strictObject({
    kind: z.literal("divideNumber"),
    path: eventPath,
    by: z.number("Write a number.").positive("Divide by more than 0.").max(1e9),
  }),
  /** Without `from`, whatever stands there, also nothing. */
  z.strictObject({
    kind: z.literal("fixCurrency"),
    path: eventPath,
    from: z.string().trim().min(1).max(80).optional(),
    to: currencyCode,
  }),
  z.strictObject({
    kind: z.literal("cutText"),
    path: eventPath,
    length: z.number("Write a number.").int().min(1).max(8_192),
  }),
  /** Numbers, lists and objects become the text that JSON writes for them. */
  z.strictObject({ kind: z.literal("toText"), path: eventPath }),
  /** Text that holds JSON becomes what it says. */
  z.strictObject({ kind: z.literal("parseJson"), path: eventPath }),
  /** It happened when it was received. */
  z.strictObject({ kind: z.literal("setTimestamp"), to: z.literal("receivedAt") }),
]);
export type RepairOperation = z.infer<typeof repairOperation>;

/** Changes made one after the other; none of them sends the events again as they are. */
export const repair = z.array(repairOperation).max(20, "A repair has at most 20 changes.");
export type Repair = z.infer<typeof repair>;

const instant = z.iso.datetime();

/** Which rejected events: those of a reason that were received until a moment (ISO 8601). */
export const repairRequest = z.strictObject({ code: z.string().min(1).max(80), repair, until: instant });
export type RepairRequest = z.infer<typeof repairRequest>;

/** Where a replay goes on: behind this event, in the order of receipt. */
export const replayCursor = z.strictObject({ receivedAt: instant, id: z.uuid() });
export type ReplayCursor = z.infer<typeof replayCursor>;

/** What would become of events, or became of them. */
export type StillRejected = { code: string; path: string; message: string; events: number };

export type RepairPreview = {
  /** Of all that wait, the newest ones were tried. */
  waiting: number;
  tried: number;
  accepted: number;
  ignored: number;
  stillRejected: StillRejected[];
  /** One event as it was sent and as it would be sent again (JSON in lines). */
  example: { before: string; after: string } | null;
};

export type ReplayStep = {
  accepted: number;
  duplicates: number;
  ignored: number;
  stillRejected: number;
  /** Null when all were tried. */
  next: ReplayCursor | null;
};
