import type { PatternSums } from "./tally";

/** Sums over a set of units: of what they were measured as, of its squares, and how many there are. */
export type Group = { part: number; squares: number; whole: number };

/** The units that are in one segment and not in another, if one is stated. */
export const groupOf = (sums: PatternSums, inside: number, outside?: number): Group => {
  const group = { part: 0, squares: 0, whole: 0 };
  for (let p = 0; p < sums.whole.length; p++) {
    if ((p & (1 << inside)) === 0) continue;
    if (outside !== undefined && (p & (1 << outside)) !== 0) continue;
    group.part += sums.part[p] ?? 0;
    group.squares += sums.squares[p] ?? 0;
    group.whole += sums.whole[p] ?? 0;
  }
  return group;
};

/** The units of a segment whose outcome is not known yet. */
export const openOf = (sums: PatternSums, segment: number): number =>
  sums.open.reduce((total, open, p) => ((p & (1 << segment)) === 0 ? total : total + open), 0);
