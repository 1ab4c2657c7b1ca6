import type { GroupLabel } from "../breakdown-groups";
import type { BiggestDriver, Contribution, Factor } from "./definition";

type Known = Factor & { contribution: Contribution };

/** The most in a direction, the first of equals. */
const most = <T extends { contribution: Contribution }>(list: readonly T[], sign: number): T | undefined => {
  let best: T | undefined;
  for (const one of list)
    if (sign * one.contribution.minor > sign * (best?.contribution.minor ?? 0)) best = one;
  return best;
};

/** Without a change, the largest contribution tells the direction. */
const directionOf = (change: number, known: readonly Known[]): number => {
  if (change !== 0) return Math.sign(change);
  const [first] = known.toSorted((a, b) => Math.abs(b.contribution.minor) - Math.abs(a.contribution.minor));
  return Math.sign(first?.contribution.minor ?? 0);
};

/** The group that makes up at least half of a factor. Of traffic a group has its share, wherever visitors were lost. */
const leadingGroup = ({ factor, groups, contribution }: Known, sign: number): GroupLabel | undefined => {
  if (factor === "traffic") return undefined;
  const group = groups.length > 1 ? most(groups, sign) : undefined;
  if (!group || 2 * sign * group.contribution.minor < sign * contribution.minor) return undefined;
  return group.other ? { value: null, other: true } : { value: group.value };
};

/**
 * The factor that did most in the direction of the change: of those that are real, else of all. `undefined` where nothing
 * contributed.
 */
export const biggestDriver = (
  factors: readonly Factor[],
  change: number,
): Omit<BiggestDriver, "message" | "people"> | undefined => {
  const known = factors.flatMap((one): Known[] =>
    one.contribution ? [{ ...one, contribution: one.contribution }] : [],
  );
  const sign = directionOf(change, known);
  const found =
    most(
      known.filter(({ real }) => real),
      sign,
    ) ?? most(known, sign);
  if (!found) return undefined;
  const { factor, step, label, before, after, contribution, real } = found;
  const group = leadingGroup(found, sign);
  return {
    factor,
    ...(step === undefined ? {} : { step }),
    label,
    direction: sign > 0 ? "up" : "down",
    before,
    after,
    contribution,
    real,
    ...(group ? { group } : {}),
  };
};
