import { z } from "zod";
import { goalCounting } from "@/lib/goals/definition";
import { matcher } from "@/lib/matching/definition";
import { severities } from "@/lib/reports/health/definition";
import { ending, rate, tier } from "./shared";

const fix = z.strictObject({
  kind: z.enum(["checkTracking", "changeRule", "changeCounting", "removeGoal", "stopOptimising"]),
  message: z.string(),
  patch: z.strictObject({ match: matcher.optional(), counting: goalCounting.optional() }).optional(),
});

const finding = <Kind extends string, Evidence extends z.ZodType>(kind: Kind, evidence: Evidence) =>
  z.strictObject({
    kind: z.literal(kind),
    severity: z.enum(severities),
    evidence,
    message: z.string(),
    fix,
  });

const watched = z.strictObject({ reached: z.int(), visitorHours: z.int() });

const tested = {
  pValue: z.number(),
  adjustedPValue: z.number(),
  dispersion: z.number(),
  before: watched,
};

export const healthFinding = z.union([
  finding("neverReached", z.strictObject({ since: z.string(), similarEvents: z.array(z.string()) })),
  finding(
    "silent",
    z.strictObject({
      since: z.string(),
      hours: z.number(),
      expected: z.number(),
      probability: z.number(),
      ...tested,
      visitorHours: z.int(),
    }),
  ),
  finding(
    "dropped",
    z.strictObject({
      since: z.string(),
      ratio: z.number(),
      low: z.number(),
      high: z.number(),
      ...tested,
      recent: watched,
    }),
  ),
  finding("doubleFiring", z.strictObject({ repeats: rate, byKey: z.int(), medianSeconds: z.number() })),
  finding(
    "overFiring",
    z.strictObject({
      visitors: rate,
      perVisitor: z.strictObject({ mean: z.number(), low: z.number(), high: z.number() }).nullable(),
    }),
  ),
  finding("redundant", z.strictObject({ with: z.string(), withName: z.string(), overlap: rate, near: rate })),
  finding(
    "vanity",
    z.strictObject({
      windowMs: z.int(),
      macros: z.array(
        z.strictObject({
          key: z.string(),
          name: z.string(),
          ratio: z.number().nullable(),
          low: z.number().nullable(),
          high: z.number().nullable(),
          adjustedPValue: z.number().nullable(),
        }),
      ),
    }),
  ),
]);

const goal = z.strictObject({
  key: z.string(),
  name: z.string(),
  tier,
  stage: z.string(),
  conversions: z.int(),
  visitors: rate,
  lastReachedAt: z.string().nullable(),
  status: z.enum(["healthy", "attention", "broken", "tooNew", "noData"]),
  findings: z.array(healthFinding),
});

export const healthAnswer = z.strictObject({
  unit: z.literal("visitor"),
  since: z.string(),
  traffic: z.strictObject({
    status: z.enum(["arriving", "stopped", "noData"]),
    lastEventAt: z.string().nullable(),
    expected: z.number(),
    pValue: z.number(),
  }),
  goals: z.array(goal),
  ...ending,
});
