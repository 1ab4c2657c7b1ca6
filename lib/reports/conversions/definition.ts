import { z } from "zod";
import { contextFields, eventField, goalKey, unitField } from "@/lib/matching/definition";
import { type Computed, commonQuestion, type Money, type Rate, type Warning } from "../definition";

const isGroupField = (field: string): boolean =>
  eventField.safeParse(field).success || unitField.safeParse(field).success;

/** What whole units may be grouped by: `session.path` is the landing page. */
export const groupField = z.string().refine(isGroupField, {
  error: (issue) =>
    `There is no field ${JSON.stringify(issue.input)}. Use property.<name>, trait.<name>, visitor.isNew, session.isFirst or one of: ${contextFields.join(", ")}; first.<one of them>, session.<one of them>.`,
});

/** How often was each goal reached, by how many, and what was it worth? */
export const conversionsQuestion = z.strictObject({
  ...commonQuestion,
  goals: z.array(goalKey).min(1).max(32).optional(),
  breakdown: z
    .strictObject({ by: groupField, limit: z.number().int().min(1).max(100).default(8) })
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
  /**
   * The values in the project's currency, each at the rate of its event's day; `missing` names currencies of which
   * some had no rate and are left out. `null` for a goal without value, and when none could be converted.
   */
  converted: (Money & { missing: string[] }) | null;
  /** Without refunds, cancellations and late values: beside the net numbers of a whole range, where there are any. */
  gross?: GrossNumbers;
};

export type GrossNumbers = Pick<GoalNumbers, "conversions" | "converters" | "value" | "converted">;

type UnitNumbers = { visitors: number; sessions: number; goals: GoalNumbers[] };

/** `previous` are the group's numbers of the previous period. */
export type ConversionsGroup = UnitNumbers & {
  value: string | null;
  other?: true;
  previous?: UnitNumbers;
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
