import { type ClusteredSums, joinClusteredSums } from "@/lib/statistics/clustered";
import { joinFloats } from "../float-list";
import { type Earned, joinEarned, newEarned } from "./earnings";

/** What one part, or all of them, counted of a micro and a macro goal; times are ms. */
export type CellTotals = {
  reached: number;
  open: number;
  withoutOpen: number;
  /** Visitors who reached the macro, and those of them whom the micro preceded. */
  aims: number;
  preceded: number;
  /** By visitor: a is the micro's first event, b the moments without; both only when their window is over. */
  sums: ClusteredSums;
  times: Float64Array;
} & Earned;

const sum = (parts: readonly CellTotals[], count: (part: CellTotals) => number): number =>
  parts.reduce((total, part) => total + count(part), 0);

/** What several parts counted of the same cell. */
export const addCells = (parts: readonly CellTotals[]): CellTotals => {
  const earned = newEarned();
  for (const part of parts) joinEarned(earned, part);
  return {
    reached: sum(parts, ({ reached }) => reached),
    open: sum(parts, ({ open }) => open),
    withoutOpen: sum(parts, ({ withoutOpen }) => withoutOpen),
    aims: sum(parts, ({ aims }) => aims),
    preceded: sum(parts, ({ preceded }) => preceded),
    sums: joinClusteredSums(parts.map(({ sums }) => sums)),
    times: joinFloats(parts.map(({ times }) => times)),
    ...earned,
  };
};
