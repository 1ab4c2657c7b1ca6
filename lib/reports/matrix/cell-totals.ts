import type { Converter } from "@/lib/rates/converter";
import { type ClusteredSums, joinClusteredSums } from "@/lib/statistics/clustered";
import { addConverted, type ConvertedSums, joinConverted, newConvertedSums } from "../converted-sums";
import type { Money } from "../definition";
import { FloatList, joinFloats } from "../float-list";
import { addMoney, addSums, type MoneySums } from "../money-sums";

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
  /** What the converted brought in, and what that is in the project's currency, with the sum of the single squares. */
  revenue: MoneySums;
  earned: ConvertedSums;
  squares: number;
};

/** Running sums of one part over those who converted. */
export class Conversions {
  private readonly times = new FloatList();
  private readonly revenue: MoneySums = new Map();
  private readonly earned = newConvertedSums();
  private squares = 0;

  /** A visitor converted after so long, at `at`. */
  add(ms: number, worth: Money | null, at: number, convert: Converter): void {
    this.times.push(ms);
    if (!worth) return;
    addMoney(this.revenue, worth);
    const before = this.earned.minor;
    addConverted(this.earned, worth, at, convert);
    this.squares += (this.earned.minor - before) ** 2;
  }

  sums(): Pick<CellTotals, "times" | "revenue" | "earned" | "squares"> {
    const { revenue, earned, squares } = this;
    return { times: this.times.taken(), revenue, earned, squares };
  }
}

const sum = (parts: readonly CellTotals[], count: (part: CellTotals) => number): number =>
  parts.reduce((total, part) => total + count(part), 0);

/** What several parts counted of the same cell. */
export const addCells = (parts: readonly CellTotals[]): CellTotals => {
  const revenue: MoneySums = new Map();
  const earned = newConvertedSums();
  for (const part of parts) {
    addSums(revenue, part.revenue);
    joinConverted(earned, part.earned);
  }
  return {
    reached: sum(parts, ({ reached }) => reached),
    open: sum(parts, ({ open }) => open),
    withoutOpen: sum(parts, ({ withoutOpen }) => withoutOpen),
    aims: sum(parts, ({ aims }) => aims),
    preceded: sum(parts, ({ preceded }) => preceded),
    sums: joinClusteredSums(parts.map(({ sums }) => sums)),
    times: joinFloats(parts.map(({ times }) => times)),
    revenue,
    earned,
    squares: sum(parts, ({ squares }) => squares),
  };
};
