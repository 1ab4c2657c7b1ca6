import { z } from "zod";
import { stagesOf } from "@/lib/goals/definition";
import { ending, money, tier } from "./shared";

const text = z.string().nullable();
const values = z.record(z.string(), z.unknown());

export const journeyEvent = z.strictObject({
  at: z.string(),
  name: z.string(),
  host: text,
  path: text,
  title: text,
  properties: values,
  goals: z.array(z.string()),
  values: z.array(z.strictObject({ ...money.shape, goal: z.string() })),
  automatic: z.boolean(),
  passive: z.boolean(),
  bot: z.boolean(),
});

export const journeySession = z.strictObject({
  session: z.int().nullable(),
  start: z.string(),
  end: z.string(),
  channel: text,
  source: text,
  campaign: text,
  referrer: text,
  landing: text,
  device: text,
  country: text,
  events: z.array(journeyEvent),
  more: z.int(),
});

export const journeyVisitor = z.strictObject({
  id: z.string(),
  ids: z.array(
    z.strictObject({ kind: z.enum(["user", "anonymous", "cookieless", "order"]), id: z.string() }),
  ),
  moreIds: z.int(),
  firstSeen: text,
  lastSeen: text,
  sessions: z.int(),
  events: z.int(),
  country: text,
  device: text,
  channel: text,
  value: z.array(money),
  goals: z.array(
    z.strictObject({
      key: z.string(),
      name: z.string(),
      tier,
      stage: z.enum([...stagesOf.micro, ...stagesOf.macro]),
      conversions: z.int(),
      value: z.array(money),
    }),
  ),
  traits: values,
});

export const journeyAnswer = z.strictObject({
  visitor: journeyVisitor,
  sessions: z.array(journeySession),
  next: text,
  ...ending,
});
