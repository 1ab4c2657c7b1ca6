import { z } from "zod";
import type { GoalCounting } from "@/lib/goals/definition";
import { goalKey, type Matcher } from "@/lib/matching/definition";
import { type Computed, commonQuestion, type Rate, type Warning } from "../definition";

const dayMs = 86_400_000;

const goalKeys = z
  .array(goalKey)
  .min(1, "Name a goal, or leave it out to look at all.")
  .max(64, "Name at most 64 goals.")
  .superRefine((keys, context) => {
    for (const [place, key] of keys.entries())
      if (keys.indexOf(key) < place)
        context.addIssue({ code: "custom", path: [place], message: `The goal ${key} is named twice.` });
  });

/**
 * Do the goals still say something? All of them unless `goals` names some. They are looked at in the range, and what is
 * usual is taken from the 28 days before it. `windowMs` is how long a micro goal has to lead to an aim.
 */
export const healthQuestion = z.strictObject({
  ...commonQuestion,
  unit: z
    .literal("visitor", { error: 'The health of goals is about visitors: the unit is "visitor".' })
    .default("visitor"),
  goals: goalKeys.optional(),
  windowMs: z
    .number()
    .int("A window is a whole number of milliseconds.")
    .min(1, "A window is at least a millisecond.")
    .max(366 * dayMs, "A window is at most 366 days.")
    .default(7 * dayMs),
});
export type HealthQuestion = z.input<typeof healthQuestion>;
export type Question = z.output<typeof healthQuestion>;

export const severities = ["high", "medium", "low"] as const;
type Severity = (typeof severities)[number];

/** Hours of visitors with the goal, of the hours of visitors who were there. */
export type Watched = { reached: number; visitorHours: number };

/** What to do about it; `patch` has the fields of the goal to change. */
export type Fix = {
  kind: "checkTracking" | "changeRule" | "changeCounting" | "removeGoal" | "stopOptimising";
  message: string;
  patch?: { match?: Matcher; counting?: GoalCounting };
};

/** Never reached since `since`; `similarEvents` arrive under almost the name that the goal asks for. */
type NeverReached = { since: string; similarEvents: string[] };

/**
 * Nothing since `since`, where `expected` hours of visitors with the goal would have been usual. `probability` is Poisson's
 * exp(−expected), `pValue` exact for a rate that was counted itself.
 */
type Silence = {
  since: string;
  hours: number;
  expected: number;
  probability: number;
  pValue: number;
  adjustedPValue: number;
  dispersion: number;
  before: Watched;
  visitorHours: number;
};

/** The last week against the time before: the ratio of the rates, its interval and one-sided p-value. */
type Drop = {
  since: string;
  ratio: number;
  low: number;
  high: number;
  pValue: number;
  adjustedPValue: number;
  dispersion: number;
  before: Watched;
  recent: Watched;
};

/** `repeats`: those of all occurrences that came again within 2 s, or `byKey` with the same order id. */
type Repeats = { repeats: Rate; byKey: number; medianSeconds: number };

/** The visitors who reach it, and how many conversions each of them has. */
type Reach = { visitors: Rate; perVisitor: { mean: number; low: number; high: number } | null };

/** `overlap`: visitors with both of those with either; `near`: of those with both, within ten minutes of each other. */
type Overlap = { with: string; withName: string; overlap: Rate; near: Rate };

/** Adjusted lifts towards the aims, as the matrix has them. */
type NoLift = {
  windowMs: number;
  macros: {
    key: string;
    name: string;
    ratio: number | null;
    low: number | null;
    high: number | null;
    adjustedPValue: number | null;
  }[];
};

type Of<Kind extends string, Evidence> = {
  kind: Kind;
  severity: Severity;
  evidence: Evidence;
  message: string;
  fix: Fix;
};

/** What is wrong with a goal, by how much, and what to do about it. */
export type Finding =
  | Of<"neverReached", NeverReached>
  | Of<"silent", Silence>
  | Of<"dropped", Drop>
  | Of<"doubleFiring", Repeats>
  | Of<"overFiring", Reach>
  | Of<"redundant", Overlap>
  | Of<"vanity", NoLift>;

/** `broken`: a finding of high severity; `attention`: any other; `tooNew`: too little is known to say; `noData`: never. */
export type HealthStatus = "healthy" | "attention" | "broken" | "tooNew" | "noData";

export type GoalHealth = {
  key: string;
  name: string;
  tier: "micro" | "macro";
  stage: string;
  /** In the range, as the goal counts. */
  conversions: number;
  /** Visitors with the goal in the range. */
  visitors: Rate;
  /** Before the end of the range, at most 28 days before its start; RFC 3339. */
  lastReachedAt: string | null;
  status: HealthStatus;
  /** The worst first. */
  findings: Finding[];
};

/**
 * Whether anything arrives at all. `stopped`: nothing since `lastEventAt`, where `expected` hours of visitors would have been
 * usual; no goal is to blame then.
 */
export type Traffic = {
  status: "arriving" | "stopped" | "noData";
  lastEventAt: string | null;
  expected: number;
  pValue: number;
};

export type HealthAnswer = {
  unit: "visitor";
  /** From then on what is usual was looked at, RFC 3339. */
  since: string;
  traffic: Traffic;
  goals: GoalHealth[];
  computed: Computed;
  warnings?: Warning[];
};
