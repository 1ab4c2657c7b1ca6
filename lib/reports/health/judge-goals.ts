import type { Goal } from "@/lib/goals/definition";
import { proportion } from "@/lib/statistics/wilson";
import type { MatrixCell, MatrixGoal } from "../matrix/definition";
import { type Finding, type GoalHealth, type HealthStatus, severities, type Traffic } from "./definition";
import type { GoalCounts, HealthCounts } from "./health-counts";
import { dayMs, type Watch } from "./health-goals";
import { judgeReach, judgeRepeats } from "./judge-firing";
import { judgeLift } from "./judge-lift";
import { judgeOverlaps } from "./judge-overlap";
import { judgeRates, judgeTraffic } from "./judge-rates";

const newMs = 7 * dayMs;
const fewest = 5;

const iso = (at: number): string => new Date(at).toISOString();

/** The rule under a name that arrives, where the goal asks for a single event. */
const renamed = ({ match }: Goal, [event]: readonly string[]): { patch?: { match: Goal["match"] } } =>
  event !== undefined && "event" in match ? { patch: { match: { ...match, event } } } : {};

const neverReached = (goal: Goal, similarEvents: string[], { start }: Watch): Finding => {
  const [similar] = similarEvents;
  return {
    kind: "neverReached",
    severity: "high",
    evidence: { since: iso(start), similarEvents },
    message:
      similar === undefined
        ? `Nothing that arrived since ${iso(start).slice(0, 10)} satisfies its rule.`
        : `Nothing that arrived since ${iso(start).slice(0, 10)} satisfies its rule, but ${JSON.stringify(similar)} arrives.`,
    fix:
      similar === undefined
        ? {
            kind: "checkTracking",
            message:
              "See in Data health whether the event arrives, and under which name and with which properties.",
          }
        : {
            kind: "changeRule",
            message: `Ask for ${JSON.stringify(similar)}: names are compared letter by letter.`,
            ...renamed(goal, similarEvents),
          },
  };
};

const statusOf = (findings: readonly Finding[], counts: GoalCounts, { end }: Watch): HealthStatus => {
  if (!Number.isFinite(counts.lastAt)) return "noData";
  if (findings.some(({ severity }) => severity === "high")) return "broken";
  if (findings.length > 0) return "attention";
  const reached = counts.reachedIn.reduce((sum, count) => sum + count, 0);
  return end - counts.firstAt < newMs || reached < fewest ? "tooNew" : "healthy";
};

/** Everything that can be said of goals from what was counted, and from the matrix of the small steps among them. */
export const judgeGoals = (
  goals: readonly Goal[],
  counts: HealthCounts,
  matrix: { cells: readonly MatrixCell[]; macros: readonly MatrixGoal[] },
  { watch, windowMs }: { watch: Watch; windowMs: number },
): { traffic: Traffic; goals: GoalHealth[] } => {
  const rates = judgeRates(goals, counts, watch);
  const overlaps = judgeOverlaps(goals, counts);
  const traffic = judgeTraffic(counts, watch);
  const judged = goals.flatMap((goal, g) => {
    const own = counts.goals[g];
    if (!own) return [];
    const { key, name, tier, stage } = goal;
    const isNever = !Number.isFinite(own.lastAt);
    const findings = [
      isNever && traffic.status !== "noData" ? neverReached(goal, counts.similar[g] ?? [], watch) : undefined,
      rates[g],
      judgeRepeats(goal, own),
      judgeReach(goal, own, counts.visitors),
      ...(overlaps[g] ?? []),
      judgeLift(goal, matrix, windowMs),
    ].filter((finding) => finding !== undefined);
    findings.sort((one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity));
    return [
      {
        key,
        name,
        tier,
        stage,
        conversions: own.conversions,
        visitors: proportion(own.inRate, counts.visitors),
        lastReachedAt: isNever ? null : iso(own.lastAt),
        status: statusOf(findings, own, watch),
        findings,
      },
    ];
  });
  return { traffic, goals: judged };
};
