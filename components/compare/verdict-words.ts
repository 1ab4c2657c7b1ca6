import { formatCount, unitNoun } from "@/components/charts/format";
import type { ComparedPair } from "@/lib/reports/compare/definition";
import type { Unit } from "@/lib/reports/definition";
import { aboutText, pText, type Quantity } from "./quantity";

/** A narrow space that does not break, between a number and its sign. */
const thin = "\u202f";

export type Verdict = {
  /** Higher and lower only where chance is ruled out. */
  kind: "higher" | "lower" | "open";
  text: string;
  /** What it would take to tell; null where that is known already or cannot be said. */
  needs: string | null;
  /** Units on both sides, which the test leaves out. */
  shared: string | null;
  /** How the numbers came about. */
  note: string | null;
};

type Names = { a: string; b: string };

/** What can be said of b beside a, in a sentence. */
export const verdictWords = (pair: ComparedPair, names: Names, unit: Unit, quantity: Quantity): Verdict => {
  const isTold = pair.verdict === "higher" || pair.verdict === "lower";
  return {
    kind: isTold ? (pair.verdict === "higher" ? "higher" : "lower") : "open",
    text: textOf(pair, names, unit, quantity),
    needs: pair.verdict === "cannotTell" ? needsOf(pair, unit) : null,
    shared: sharedOf(pair, unit),
    note: noteOf(pair, names, unit, quantity),
  };
};

const textOf = (pair: ComparedPair, { a, b }: Names, unit: Unit, quantity: Quantity): string => {
  const { verdict, difference, adjustedPValue } = pair;
  if (verdict === "sameUnits")
    return `${b} and ${a} hold the same ${unitNoun(unit)}, or one lies inside the other: nobody is left to compare.`;
  const found = difference === null ? "" : quantity.difference(difference);
  if (verdict === "tooFew")
    return `Fewer than 30 ${unitNoun(unit)} on a side: shown, but too few for a verdict.`;
  const p = adjustedPValue === null ? "" : `, adjusted ${pText(adjustedPValue)}`;
  if (verdict === "cannotTell") return found === "" ? "Cannot tell." : `Cannot tell: ${found}${p}`;
  return `${b} is ${verdict}: ${found}${p}`;
};

const needsOf = ({ neededPerGroup, sides: { a, b } }: ComparedPair, unit: Unit): string | null => {
  if (neededPerGroup === null) return null;
  const missing = Math.max(0, neededPerGroup - a.whole) + Math.max(0, neededPerGroup - b.whole);
  if (missing === 0) return null;
  return `Needs about ${aboutText(missing)} more ${unitNoun(unit, missing)} to tell, should the difference stay.`;
};

const sharedOf = ({ shared, verdict }: ComparedPair, unit: Unit): string | null =>
  shared === 0 || verdict === "sameUnits"
    ? null
    : `${formatCount(shared)} ${unitNoun(unit, shared)} ${shared === 1 ? "is" : "are"} in both and left out of the test, which compares the rest.`;

const noteOf = (
  { difference, ratio, pValue, sides }: ComparedPair,
  { a, b }: Names,
  unit: Unit,
  quantity: Quantity,
): string | null => {
  if (difference === null) return null;
  const side = ({ part, whole }: ComparedPair["sides"]["a"]) =>
    `${quantity.text(whole === 0 ? 0 : part / whole)} of ${formatCount(whole)} ${unitNoun(unit, whole)}`;
  const times =
    ratio === null || ratio.ratio === null
      ? ""
      : ` ${b} is ${timesText(ratio.ratio)} of ${a} (${timesText(ratio.low)} to ${timesText(ratio.high)}).`;
  const chance = pValue === null ? "" : ` Before the correction for several comparisons ${pText(pValue)}.`;
  return `${b} ${side(sides.b)}, ${a} ${side(sides.a)}. 95${thin}% interval of the difference in brackets.${times}${chance}`;
};

const timesText = (ratio: number): string =>
  Number.isFinite(ratio) ? `${ratio.toFixed(2)}×` : "any number ×";
