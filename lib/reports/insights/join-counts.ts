import { type ConvertedSums, joinConverted, newConvertedSums } from "../converted-sums";
import type { Agreed } from "./candidates";
import type { CellTotals } from "./cell-counts";
import type { InsightsPartial } from "./fold";
import type { Exposure } from "./question-list";

/** What all parts counted together. `strata` name the places in the cells. */
export type InsightsCounts = {
  agreed: Agreed;
  strata: readonly string[];
  landmarks: ReadonlyMap<string, CellTotals>;
  exposures: readonly { exposure: Exposure; totals: CellTotals }[];
  arrived: readonly number[];
  units: number;
  earned: ConvertedSums;
};

const addTo = (sums: Float64Array, more: Float64Array, placeOf: (place: number) => number): void => {
  for (const [place, count] of more.entries()) {
    const at = placeOf(place);
    sums[at] = (sums[at] ?? 0) + count;
  }
};

/** Adds cells of one name to each other, with strata moved to where they are in all. */
class JoinedCells {
  readonly byName = new Map<string, CellTotals>();

  constructor(private readonly strata: number) {}

  add(name: string, { part, whole, moments }: CellTotals, places: readonly number[]): void {
    const sums = this.byName.get(name) ?? {
      part: new Float64Array(this.strata),
      whole: new Float64Array(this.strata),
      moments: new Float64Array(moments.length),
    };
    this.byName.set(name, sums);
    const placeOf = (place: number) => places[place] ?? 0;
    addTo(sums.part, part, placeOf);
    addTo(sums.whole, whole, placeOf);
    addTo(sums.moments, moments, (place) => place);
  }
}

/** `undefined` where nothing could be asked. Sums do not depend on the order of the parts. */
export const joinCounts = (found: readonly (InsightsPartial | undefined)[]): InsightsCounts | undefined => {
  const partials = found.flatMap((partial) => partial ?? []);
  const [first] = partials;
  if (!first) return undefined;
  const strata = [...new Set(partials.flatMap((partial) => partial.strata))].sort();
  const landmarks = new JoinedCells(strata.length);
  const exposures = new JoinedCells(strata.length);
  const byName = new Map<string, Exposure>();
  const earned = newConvertedSums();
  for (const partial of partials) {
    const places = partial.strata.map((label) => strata.indexOf(label));
    for (const { name, totals } of partial.landmarks) landmarks.add(name, totals, places);
    for (const { exposure, totals } of partial.exposures) {
      const name = JSON.stringify(exposure);
      byName.set(name, exposure);
      exposures.add(name, totals, places);
    }
    joinConverted(earned, partial.earned);
  }
  return {
    agreed: first.agreed,
    strata,
    landmarks: landmarks.byName,
    exposures: [...byName]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([name, exposure]) => {
        const totals = exposures.byName.get(name);
        return totals ? [{ exposure, totals }] : [];
      }),
    arrived: Array.from(first.arrived, (_, place) =>
      partials.reduce((sum, { arrived }) => sum + (arrived[place] ?? 0), 0),
    ),
    units: partials.reduce((sum, { units }) => sum + units, 0),
    earned,
  };
};
