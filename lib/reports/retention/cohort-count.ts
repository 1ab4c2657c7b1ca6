import { bucketOf } from "@/lib/calendar/buckets";
import type { Journey } from "@/lib/journeys/journey";
import type { Periods } from "./periods";

// Hot path: called for every visitor.

/** The bits of `first` and `again` in the masks. */
export const firstFlag = 1;
const againFlag = 2;

/**
 * Counts by cohort. `returned` has cohort by cohort a number a period: visitors who came back in it, or with
 * `onOrAfter` those for whom it is the latest one.
 */
export class CohortCount {
  readonly sizes: Float64Array;
  readonly returned: Float64Array;

  constructor(
    private readonly buckets: Periods,
    private readonly periods: number,
    private readonly isUnbounded: boolean,
  ) {
    this.sizes = new Float64Array(buckets.cohorts);
    this.returned = new Float64Array(buckets.cohorts * periods);
  }

  /** Counts a visitor whose events in the range are `first ≤ i < end`; what came later is looked at, too. */
  add(journey: Journey, first: number, end: number): void {
    const { mask, at } = journey;
    let i = first;
    while (i < end && ((mask[i] ?? 0) & firstFlag) === 0) i++;
    if (i === end) return;
    const cohort = bucketOf(this.buckets.edges, at[i] ?? 0);
    this.sizes[cohort] = (this.sizes[cohort] ?? 0) + 1;
    if (this.isUnbounded) this.addLatest(journey, i, cohort);
    else this.addEach(journey, i, cohort);
  }

  private addEach(journey: Journey, entry: number, cohort: number): void {
    const { periods, buckets, returned } = this;
    const { mask, at, end } = journey;
    let bucket = cohort;
    let counted = -1;
    for (let i = entry + 1; i < end; i++) {
      if (((mask[i] ?? 0) & againFlag) === 0) continue;
      const time = at[i] ?? 0;
      while (bucket < cohort + periods && time >= (buckets.edges[bucket + 1] ?? 0)) bucket++;
      if (bucket === cohort + periods) return;
      if (bucket === counted) continue;
      counted = bucket;
      const place = cohort * periods + bucket - cohort;
      returned[place] = (returned[place] ?? 0) + 1;
    }
  }

  private addLatest(journey: Journey, entry: number, cohort: number): void {
    const { periods, buckets, returned } = this;
    const { mask, at, end } = journey;
    let i = end - 1;
    while (i > entry && ((mask[i] ?? 0) & againFlag) === 0) i--;
    if (i === entry) return;
    const time = at[i] ?? 0;
    let period = 0;
    while (period < periods - 1 && time >= (buckets.edges[cohort + period + 1] ?? 0)) period++;
    const place = cohort * periods + period;
    returned[place] = (returned[place] ?? 0) + 1;
  }
}
