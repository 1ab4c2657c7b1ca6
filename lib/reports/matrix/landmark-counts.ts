import type { Stratum } from "@/lib/statistics/mantel-haenszel";
import { BitTally } from "./bit-tally";

// Hot path: called for every session.

/** Counts of sessions by how alike they are. `counts` has four numbers a cell and stratum, in order of the labels. */
export type StrataTotals = { labels: string[]; counts: Float64Array };

const perCell = 4;

/** Session ends by stratum and row, exposed to a micro or not, with or without outcome. */
export class LandmarkCounts {
  /** By stratum, row and whether the macro came: the micros that sessions are exposed to, and those they are left out of. */
  private readonly exposed: BitTally;
  private readonly left: BitTally;
  private strata = 0;

  /** The last row is of visitors with none of the macros, who count alike for all. */
  constructor(
    private readonly micros: number,
    private readonly macros: number,
  ) {
    this.exposed = new BitTally(micros);
    this.left = new BitTally(micros);
  }

  /** Counts so many sessions for all cells of a row: as exposed to some micros, not for others, as not exposed to the rest. */
  add(
    stratum: number,
    row: number,
    isConverted: boolean,
    exposed: number,
    left: number,
    times: number,
  ): void {
    if (stratum >= this.strata) this.reserve(2 * (stratum + 1));
    const place = this.placeOf(stratum, row, isConverted);
    this.exposed.add(place, exposed, times);
    if (left !== 0) this.left.add(place, left, times);
  }

  totals(labels: string[]): StrataTotals {
    const { micros, macros } = this;
    const counts = new Float64Array(labels.length * macros * micros * perCell);
    let at = 0;
    for (const stratum of labels.keys()) {
      const withNone = this.rowOf(stratum, macros);
      for (let macro = 0; macro < macros; macro++)
        for (const [n, count] of this.rowOf(stratum, macro).entries())
          counts[at++] = count + (withNone[n] ?? 0);
    }
    return { labels, counts };
  }

  /** Four numbers a micro: exposed sessions with the macro, all of them, and the same of those that are not exposed. */
  private rowOf(stratum: number, row: number): number[] {
    if (stratum >= this.strata) return Array.from({ length: this.micros * perCell }, () => 0);
    const [came, never] = [this.sidesOf(stratum, row, true), this.sidesOf(stratum, row, false)];
    return Array.from({ length: this.micros }, (_, micro) => {
      const [exposed, exposedNever] = [came.exposed[micro] ?? 0, never.exposed[micro] ?? 0];
      const [others, othersNever] = [came.others[micro] ?? 0, never.others[micro] ?? 0];
      return [exposed, exposed + exposedNever, others, others + othersNever];
    }).flat();
  }

  private sidesOf(stratum: number, row: number, isConverted: boolean) {
    const place = this.placeOf(stratum, row, isConverted);
    const exposed = this.exposed.at(place);
    const left = this.left.at(place);
    const others = exposed.having.map((count, micro) => exposed.all - count - (left.having[micro] ?? 0));
    return { exposed: exposed.having, others };
  }

  private placeOf(stratum: number, row: number, isConverted: boolean): number {
    return (stratum * (this.macros + 1) + row) * 2 + (isConverted ? 1 : 0);
  }

  private reserve(strata: number): void {
    this.strata = strata;
    const places = strata * (this.macros + 1) * 2;
    this.exposed.reserve(places);
    this.left.reserve(places);
  }
}

/** The strata of one cell, put together from several parts; `cells` is how many each of them counted. */
export const strataOfCell = (parts: readonly StrataTotals[], cell: number, cells: number): Stratum[] => {
  const strata = new Map<string, Stratum>();
  for (const { labels, counts } of parts)
    for (const [place, label] of labels.entries()) {
      const stratum = strata.get(label) ?? { aPart: 0, aWhole: 0, bPart: 0, bWhole: 0 };
      strata.set(label, stratum);
      const at = (place * cells + cell) * perCell;
      stratum.aPart += counts[at] ?? 0;
      stratum.aWhole += counts[at + 1] ?? 0;
      stratum.bPart += counts[at + 2] ?? 0;
      stratum.bWhole += counts[at + 3] ?? 0;
    }
  // In one order, so that sums do not depend on which part met a stratum first.
  return [...strata]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, stratum]) => (stratum.aWhole + stratum.bWhole > 0 ? [stratum] : []));
};
