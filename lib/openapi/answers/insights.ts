import { z } from "zod";
import { funnelQuestion } from "@/lib/reports/funnel/definition";
import { insightTopics } from "@/lib/reports/insights/definition";
import { visitorsQuestion } from "@/lib/reports/visitors/definition";
import { ending, interval, rate, ratio } from "./shared";

const topic = z.enum(insightTopics);
const amounts = { minor: z.int(), low: z.int(), high: z.int() };

const cost = z
  .strictObject({ currency: z.string(), ...amounts, perWeek: z.strictObject(amounts) })
  .nullable();

const word = z.string().optional();

export const insightsFinding = z.strictObject({
  id: z.string(),
  topic,
  question: z.enum([
    "slowPage",
    "slowPageOnDevice",
    "slowPageGroup",
    "rageClick",
    "deadClick",
    "formLeft",
    "formLeftAtField",
    "elementClicked",
    "stepByGroup",
    "paymentMethod",
    "trustPage",
  ]),
  title: z.string(),
  message: z.string(),
  exposed: rate,
  others: rate,
  difference: interval,
  adjusted: z.strictObject({ ...ratio.shape, strataUsed: z.int(), strataSkipped: z.int() }),
  pValue: z.number(),
  adjustedPValue: z.number(),
  cost,
  gain: cost,
  affected: z.int(),
  where: z.strictObject({
    page: word,
    element: word,
    metric: word,
    form: word,
    field: word,
    step: word,
    by: word,
    value: word,
  }),
  try: z.array(z.string()),
  people: visitorsQuestion.nullable(),
  funnel: funnelQuestion.optional(),
});

export const insightsAnswer = z.strictObject({
  unit: z.literal("session"),
  macro: z.strictObject({ key: z.string(), name: z.string() }).nullable(),
  asked: z.int(),
  found: z.int(),
  shown: z.int(),
  findings: z.array(insightsFinding),
  notAsked: z.array(z.strictObject({ topic, reason: z.string() })),
  ...ending,
});
