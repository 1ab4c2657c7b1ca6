import type { Goal } from "@/lib/goals/definition";
import { benjaminiHochberg } from "@/lib/statistics/benjamini-hochberg";
import type { Finding, Traffic } from "./definition";
import type { GoalCounts, HealthCounts } from "./health-counts";
import type { Watch } from "./health-goals";
import { type Change, type Hours, lastWeek, type Quiet, quietSince } from "./usual-rate";
import { aboutInWords, chanceInWords, durationInWords, percentInWords } from "./words";

const surelyNot = 0.001;
/** A drop to more than this is the business's, not the goal's. */
const farBelow = 0.5;

const iso = (at: number): string => new Date(at).toISOString();

/** Whether anything arrives at all: by the clock, at what is usual for the hour of the week. */
export const judgeTraffic = ({ visitorsIn, lastEventAt }: HealthCounts, watch: Watch): Traffic => {
  const byClock = Array.from(visitorsIn, () => 1);
  const quiet = quietSince({ reachedIn: visitorsIn, visitorsIn: byClock, lastAt: lastEventAt }, watch);
  if (!quiet)
    return {
      status: "noData",
      lastEventAt: Number.isFinite(lastEventAt) ? iso(lastEventAt) : null,
      expected: 0,
      pValue: 1,
    };
  const { expected, pValue } = quiet;
  return {
    status: pValue < surelyNot ? "stopped" : "arriving",
    lastEventAt: iso(lastEventAt),
    expected,
    pValue,
  };
};

const silent = (quiet: Quiet, adjustedPValue: number, { lastAt }: GoalCounts): Finding => {
  const { hours, expected, probability, pValue, dispersion, before, visitorHours } = quiet;
  return {
    kind: "silent",
    severity: "high",
    evidence: {
      since: iso(lastAt),
      hours,
      expected,
      probability,
      pValue,
      adjustedPValue,
      dispersion,
      before,
      visitorHours,
    },
    message: `Not reached for ${durationInWords(hours * 3_600_000)}, in which ${aboutInWords(expected)} were usual for as many visitors. By chance alone this happens ${chanceInWords(pValue)} times.`,
    fix: {
      kind: "checkTracking",
      message:
        "Visitors still come, so look at what sends this event: was the page, its address, the event's name or a property of the rule changed at that time?",
    },
  };
};

const dropped = (change: Change, adjustedPValue: number): Finding => {
  const { since, ...numbers } = change;
  return {
    kind: "dropped",
    severity: "medium",
    evidence: { since: iso(since), ...numbers, adjustedPValue },
    message: `In the last week visitors reached it ${percentInWords(change.ratio)} as often as before (at most ${percentInWords(change.high)}).`,
    fix: {
      kind: "checkTracking",
      message:
        "If nothing changed in what you offer, look at what sends this event: does it still on every page, device and browser?",
    },
  };
};

/** Goals that fell silent or far below what is usual, by place; p-values are adjusted for all that are looked at. */
export const judgeRates = (
  goals: readonly Goal[],
  counts: HealthCounts,
  watch: Watch,
): (Finding | undefined)[] => {
  // Where only servers send there are no visitors to go by, only hours.
  const visitorsIn = counts.visitorsIn.some((visitors) => visitors > 0)
    ? counts.visitorsIn
    : Array.from(counts.visitorsIn, () => 1);
  const looked = goals.map((_, g) => {
    const goal = counts.goals[g];
    const hours: Hours | undefined = goal && { ...goal, visitorsIn };
    return {
      goal,
      quiet: hours ? quietSince(hours, watch) : null,
      change: hours ? lastWeek(hours, watch) : null,
    };
  });
  const adjusted = benjaminiHochberg(
    looked.flatMap(({ quiet, change }) => [quiet?.pValue ?? null, change?.pValue ?? null]),
  );
  return looked.map(({ goal, quiet, change }, g) => {
    const [ofQuiet, ofChange] = [adjusted[2 * g] ?? 1, adjusted[2 * g + 1] ?? 1];
    if (goal && quiet && ofQuiet < surelyNot) return silent(quiet, ofQuiet, goal);
    if (change && ofChange < surelyNot && change.ratio <= farBelow) return dropped(change, ofChange);
    return undefined;
  });
};
