import type { Converter } from "@/lib/rates/converter";
import { addConverted, type ConvertedSums, joinConverted, newConvertedSums } from "../converted-sums";
import type { Money } from "../definition";
import { addSums, type MoneySums, MoneyTally } from "../money-sums";

// Hot path: called for every visitor who converted. A conversion is worth the same for each of the micros that led to it, so
// what comes in is added up by sets of micros, eight bits at a time.

const atOnce = 8;
const patterns = 2 ** atOnce;

/** What conversions brought in, what that is in the project's currency, and the sum of the single squares. */
export type Earned = { revenue: MoneySums; earned: ConvertedSums; squares: number };

export const newEarned = (): Earned => ({ revenue: new Map(), earned: newConvertedSums(), squares: 0 });

/** The same while it is added up. */
class EarnedTally {
  private readonly revenue = new MoneyTally();
  private readonly earned = newConvertedSums();
  private squares = 0;

  add(worth: Money, at: number, convert: Converter): void {
    this.revenue.add(worth);
    const minor = addConverted(this.earned, worth, at, convert) ?? 0;
    this.squares += minor ** 2;
  }

  totals(): Earned {
    return { revenue: this.revenue.totals(), earned: this.earned, squares: this.squares };
  }
}

/** Adds sums to others. */
export const joinEarned = (sums: Earned, more: Earned): void => {
  addSums(sums.revenue, more.revenue);
  joinConverted(sums.earned, more.earned);
  sums.squares += more.squares;
};

/** Adds up what conversions brought in, by row and micro. */
export class Earnings {
  private readonly groups: number;
  /** By row, group of eight micros and which of them. */
  private readonly bySet: (EarnedTally | undefined)[];

  constructor(
    rows: number,
    micros: number,
    private readonly convert: Converter,
  ) {
    this.groups = Math.ceil(micros / atOnce);
    this.bySet = Array.from({ length: rows * this.groups * patterns });
  }

  /** Some micros led to a conversion at a time. */
  add(row: number, micros: number, worth: Money, at: number): void {
    const { bySet, groups, convert } = this;
    for (let group = 0; group < groups; group++) {
      const pattern = (micros >> (group * atOnce)) & (patterns - 1);
      if (pattern === 0) continue;
      const set = (row * groups + group) * patterns + pattern;
      let sums = bySet[set];
      if (sums === undefined) {
        sums = new EarnedTally();
        bySet[set] = sums;
      }
      sums.add(worth, at, convert);
    }
  }

  of(row: number, micro: number): Earned {
    const joined = newEarned();
    const group = row * this.groups + Math.floor(micro / atOnce);
    for (let pattern = 0; pattern < patterns; pattern++) {
      const sums = this.bySet[group * patterns + pattern];
      if (sums && (pattern & (1 << (micro % atOnce))) !== 0) joinEarned(joined, sums.totals());
    }
    return joined;
  }
}
