import { normalPValue } from "@/lib/statistics/normal";
import type { AdjustedLift } from "../matrix/definition";

type Lift = Omit<AdjustedLift, "adjustedPValue">;

/** The score that is exceeded to either side so often by chance. */
const scoreOf = (chance: number): number => {
  let [low, high] = [0, 40];
  for (let halving = 0; halving < 80; halving++) {
    const middle = (low + high) / 2;
    if (normalPValue(middle) > chance) low = middle;
    else high = middle;
  }
  return high;
};

/**
 * Lifts whose interval ends below 1.1 although they were selected for it: so many are, and the level of their intervals
 * goes by how many they are (false coverage rate).
 */
const certainlySmall = (lifts: readonly Lift[]): Set<Lift> => {
  const known = lifts.flatMap((lift) =>
    lift.low === null || lift.high === null
      ? []
      : [{ lift, centre: Math.log(lift.low * lift.high) / 2, width: Math.log(lift.high / lift.low) / 2 }],
  );
  for (let selected = known.length; selected > 0; selected--) {
    const wider = scoreOf((0.05 * selected) / known.length) / scoreOf(0.05);
    const small = known.filter(({ centre, width }) => centre + width * wider < Math.log(1.1));
    if (small.length >= selected) return new Set(small.map(({ lift }) => lift));
  }
  return new Set();
};

/** Benjamini and Hochberg as a rule of thumb puts it: times how many there are, by the place, and never above a later one. */
const adjustedPValues = (lifts: readonly Lift[]): (number | null)[] => {
  const known = lifts.flatMap(({ pValue }) => pValue ?? []).sort((a, b) => a - b);
  return lifts.map(({ pValue }) => {
    if (pValue === null) return null;
    const later = known.map((one, place) => (one < pValue ? 1 : one * (known.length / (place + 1))));
    return Math.min(1, ...later);
  });
};

const verdictOf = ({ low, exposed, unexposed }: Lift, adjustedPValue: number | null, isSmall: boolean) => {
  if (low === null) return { verdict: "cannotTell", verdictReason: "notComparable" };
  if (exposed.whole < 30 || unexposed.whole < 30) return { verdict: "cannotTell", verdictReason: "tooFew" };
  if (isSmall) return { verdict: "vanity", verdictReason: "noLift" };
  return low > 1 && (adjustedPValue ?? 1) < 0.05
    ? { verdict: "useful", verdictReason: "aboveOne" }
    : { verdict: "cannotTell", verdictReason: "unclear" };
};

/** Judges lifts that are looked at together, by their intervals at the level that selecting some of them asks for. */
export const referenceVerdicts = (lifts: readonly Lift[]) => {
  const small = certainlySmall(lifts);
  const pValues = adjustedPValues(lifts);
  return lifts.map((lift, place) => {
    const adjustedPValue = pValues[place] ?? null;
    return { adjusted: { ...lift, adjustedPValue }, ...verdictOf(lift, adjustedPValue, small.has(lift)) };
  });
};
