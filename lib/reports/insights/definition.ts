import { z } from "zod";
import { goalKey } from "@/lib/matching/definition";
import { type Computed, commonQuestion, type Rate, type Warning } from "../definition";
import type { funnelQuestion } from "../funnel/definition";
import type { visitorsQuestion } from "../visitors/definition";

/** What questions are asked about, in the order in which they are listed. */
export const insightTopics = ["speed", "clarity", "callsToAction", "checkout", "payment", "trust"] as const;
export type InsightTopic = (typeof insightTopics)[number];

/**
 * What goes together with visits that reach the macro, or with those that do not? A fixed list of questions, corrected for
 * how many were asked. `macro` is the first macro goal with a value unless stated, else the first.
 */
export const insightsQuestion = z.strictObject({
  ...commonQuestion,
  unit: z
    .literal("session", {
      error: 'Insights compare visits from a moment that they share: the unit is "session".',
    })
    .default("session"),
  macro: goalKey.optional(),
  topics: z
    .array(z.enum(insightTopics, { error: `A topic is one of: ${insightTopics.join(", ")}.` }))
    .min(1, "Name a topic, or leave it out to ask about all.")
    .max(insightTopics.length)
    .default([...insightTopics]),
  limit: z
    .number()
    .int("The limit is a whole number.")
    .min(1, "Ask for at least one finding.")
    .max(100, "At most 100 findings are listed.")
    .default(20),
});
export type InsightsQuestion = z.input<typeof insightsQuestion>;
export type Question = z.output<typeof insightsQuestion>;

/** What was asked, by the same name in every answer. */
export type InsightKind =
  | "slowPage"
  | "slowPageOnDevice"
  | "slowPageGroup"
  | "rageClick"
  | "deadClick"
  | "formLeft"
  | "formLeftAtField"
  | "elementClicked"
  | "stepByGroup"
  | "paymentMethod"
  | "trustPage";

/** Minor units with their 95 % interval: in the range, and a week. */
export type Cost = {
  currency: string;
  minor: number;
  low: number;
  high: number;
  perWeek: { minor: number; low: number; high: number };
};

/** Where a finding is, in whichever of these words it has. */
export type Place = {
  page?: string;
  element?: string;
  metric?: string;
  form?: string;
  field?: string;
  step?: string;
  by?: string;
  value?: string;
};

/**
 * One comparison that differs by more than chance. `exposed` and `others` are visits, from the moment that both share;
 * `difference` is exposed − others. `adjusted` compares visits of one device, channel, and of new or returning visitors.
 * `adjustedPValue` is Benjamini–Hochberg's over all that was asked. `cost`: what the exposed would have brought at the
 * others' rate; `gain`: what the others would have at the exposed's, an upper bound even if one caused the other.
 */
export type Finding = {
  id: string;
  topic: InsightTopic;
  question: InsightKind;
  title: string;
  /** One sentence. */
  message: string;
  exposed: Rate;
  others: Rate;
  difference: { estimate: number; low: number; high: number };
  adjusted: { ratio: number | null; low: number; high: number; strataUsed: number; strataSkipped: number };
  pValue: number;
  adjustedPValue: number;
  cost: Cost | null;
  gain: Cost | null;
  /** Visits on the side of the cost or gain. */
  affected: number;
  where: Place;
  try: string[];
  people: z.output<typeof visitorsQuestion> | null;
  funnel?: z.output<typeof funnelQuestion>;
};

export type InsightsAnswer = {
  unit: "session";
  macro: { key: string; name: string } | null;
  /** Questions with at least 30 visits on both sides. */
  asked: number;
  /** Of `found`, at most as many as asked for are listed. */
  found: number;
  shown: number;
  /** What costs most at least first. */
  findings: Finding[];
  notAsked: { topic: InsightTopic; reason: string }[];
  computed: Computed;
  warnings?: Warning[];
};
