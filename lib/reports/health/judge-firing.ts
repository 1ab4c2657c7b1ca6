import type { Goal } from "@/lib/goals/definition";
import type { Matcher } from "@/lib/matching/definition";
import { quantiles } from "@/lib/statistics/quantile";
import { meanOf } from "@/lib/statistics/welch";
import { proportion } from "@/lib/statistics/wilson";
import type { Finding, Fix } from "./definition";
import type { GoalCounts } from "./health-counts";
import { orderField } from "./visitor-count";
import { percentInWords } from "./words";

const fewest = 30;
const repeatsAreMany = { rate: 0.02, low: 0.01 };
const nearlyEveryone = 0.8;
const oftenPerVisitor = 10;

const countOnce = (goal: Goal, { byKey, gaps }: GoalCounts): Fix =>
  byKey * 2 > gaps.length
    ? {
        kind: "changeCounting",
        message: "Count it once per order id: copies are then left out, and the first one is kept.",
        patch: { counting: { key: orderField } },
      }
    : {
        kind: "changeCounting",
        message: `Count it once a session${goal.tier === "macro" ? ", or send an order id and count once per order id" : ""}. Then see why it is sent twice.`,
        patch: { counting: "session" },
      };

/** Whether a goal that counts every time happens twice for what happened once. */
export const judgeRepeats = (goal: Goal, counts: GoalCounts): Finding | undefined => {
  const { occurrences, gaps, byKey } = counts;
  const repeats = proportion(gaps.length, occurrences);
  if ((repeats.rate ?? 0) < repeatsAreMany.rate || (repeats.low ?? 0) <= repeatsAreMany.low) return undefined;
  const [medianMs = 0] = quantiles(gaps, [0.5]) ?? [];
  return {
    kind: "doubleFiring",
    severity: goal.tier === "macro" ? "high" : "medium",
    evidence: { repeats, byKey, medianSeconds: medianMs / 1000 },
    message: `${percentInWords(repeats.rate)} of its events repeat one that the same visitor had just before${byKey > 0 ? " or that has the same order id" : ""}: they count twice.`,
    fix: countOnce(goal, counts),
  };
};

const steps = { scrollPercent: [25, 50, 75, 90, 100], seconds: [10, 15, 30, 60, 120, 300] };

const nextStep = (ladder: readonly number[], value: number | undefined): number | undefined =>
  value === undefined ? undefined : (ladder.find((step) => step > value) ?? value);

/** The same with the next higher thresholds; undefined where there are none. */
const stricter = (match: Matcher): Matcher | undefined => {
  if (!("engaged" in match)) return undefined;
  const { engaged } = match;
  const scrollPercent = nextStep(steps.scrollPercent, engaged.scrollPercent);
  const seconds = nextStep(steps.seconds, engaged.seconds);
  if (scrollPercent === engaged.scrollPercent && seconds === engaged.seconds) return undefined;
  return {
    ...match,
    engaged: {
      ...engaged,
      ...(scrollPercent === undefined ? {} : { scrollPercent }),
      ...(seconds === undefined ? {} : { seconds }),
    },
  };
};

/** Asks for more: higher thresholds where the rule has some. */
export const askForMore = (goal: Goal, otherwise: string): Pick<Fix, "message" | "patch"> => {
  const match = stricter(goal.match);
  return match && "engaged" in match
    ? { message: "Ask for more: read further, or longer.", patch: { match } }
    : { message: otherwise };
};

/** Whether nearly everybody reaches the goal, or those who do do so all the time: then it tells nobody apart. */
export const judgeReach = (goal: Goal, counts: GoalCounts, visitors: number): Finding | undefined => {
  const reach = proportion(counts.inRate, visitors);
  const perVisitor = meanOf({ n: counts.converters, sum: counts.conversions, sumOfSquares: counts.squares });
  const evidence = { visitors: reach, perVisitor };
  if (visitors >= fewest && (reach.low ?? 0) > nearlyEveryone)
    return {
      kind: "overFiring",
      severity: "medium",
      evidence,
      message: `${percentInWords(reach.rate)} of visitors reach it, so it does not tell anyone apart.`,
      fix: {
        kind: "changeRule",
        ...askForMore(
          goal,
          "Make the rule narrower, with a condition or on certain pages, or delete the goal.",
        ),
      },
    };
  if (goal.counting !== "every" || counts.converters < fewest || !perVisitor) return undefined;
  if (perVisitor.low <= oftenPerVisitor) return undefined;
  return {
    kind: "overFiring",
    severity: "medium",
    evidence,
    message: `Visitors who reach it do so ${Math.round(perVisitor.mean)} times on average, so a few of them make up its number.`,
    fix: {
      kind: "changeCounting",
      message: "Count it once a session.",
      patch: { counting: "session" },
    },
  };
};
