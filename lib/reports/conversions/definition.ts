import { z } from "zod";
import { eventField, goalKey } from "@/lib/matching/definition";
import { type Computed, commonQuestion, type Money, type Rate, type Warning } from "../definition";

/** How often was each goal reached, by how many, and what was it worth? */
export const conversionsQuestion = z.strictObject({
  ...commonQuestion,
  goals: z.array(goalKey).min(1).max(32).optional(),
  breakdown: z
    .strictObject({ by: eventField, limit: z.number().int().min(1).max(100).default(8) })
    .optional(),
  previous: z.boolean().default(false),
});
export type ConversionsQuestion = z.input<typeof conversionsQuestion>;

export type GoalNumbers = {
  key: string;
  name: string;
  tier: "micro" | "macro";
  stage: string;
  conversions: number;
  converters: number;
  rate: Rate;
  value: Money[];
};

export type ConversionsGroup = {
  value: string | null;
  other?: true;
  visitors: number;
  sessions: number;
  goals: GoalNumbers[];
};

export type ConversionsAnswer = {
  unit: "visitor" | "session";
  visitors: number;
  sessions: number;
  goals: (GoalNumbers & { previous?: GoalNumbers })[];
  /** Numbers of the previous period beside those of the asked one. */
  previous?: { from: string; to: string; visitors: number; sessions: number };
  breakdown?: ConversionsGroup[];
  computed: Computed;
  warnings?: Warning[];
};
