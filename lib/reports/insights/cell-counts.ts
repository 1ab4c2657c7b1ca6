import type { ClusteredSums } from "@/lib/statistics/clustered";

// Hot path: called several times a visit. A landmark counts the visits that came so far, an exposure those of them that
// were exposed; the others are the difference, so that a visit costs what it did, not what it might have done.

/** Counts by place in `strata`. `moments` are sums over visitors, in the order of `ofLandmark` or `ofExposure`. */
export type CellTotals = { part: Float64Array; whole: Float64Array; moments: Float64Array };

/** `onward`: visits with the outcome that also reached the macro. */
const ofLandmark = { visitors: 0, part2: 1, partWhole: 2, whole2: 3, onward: 4, size: 5 } as const;
/** a: exposed, b: the others. Of b: how much less than all of the landmark's they are. */
const ofExposure = {
  aPart2: 0,
  aPartWhole: 1,
  aWhole2: 2,
  aPartbPart: 3,
  aPartbWhole: 4,
  aWholebPart: 5,
  aWholebWhole: 6,
  bPart2: 7,
  bPartWhole: 8,
  bWhole2: 9,
  size: 10,
} as const;

const bump = (counts: Float64Array, place: number, by: number): void => {
  counts[place] = (counts[place] ?? 0) + by;
};

/** Counts of one kind of cells by stratum, and of the visitor at hand. */
class Cells {
  part: Float64Array<ArrayBuffer>;
  whole: Float64Array<ArrayBuffer>;
  readonly moments: Float64Array;
  /** Of the visitor. */
  readonly visits: Int32Array;
  readonly outcomes: Int32Array;
  readonly touched: Int32Array;
  count = 0;

  constructor(
    readonly size: number,
    readonly momentsEach: number,
  ) {
    this.part = new Float64Array(8 * size);
    this.whole = new Float64Array(8 * size);
    this.moments = new Float64Array(size * momentsEach);
    this.visits = new Int32Array(size);
    this.outcomes = new Int32Array(size);
    this.touched = new Int32Array(size);
  }

  add(stratum: number, cell: number, outcome: number): void {
    const place = stratum * this.size + cell;
    if (place >= this.part.length) this.grow(place);
    const { part, whole, visits, outcomes } = this;
    whole[place] = (whole[place] ?? 0) + 1;
    part[place] = (part[place] ?? 0) + outcome;
    if (visits[cell] === 0) this.touched[this.count++] = cell;
    visits[cell] = (visits[cell] ?? 0) + 1;
    outcomes[cell] = (outcomes[cell] ?? 0) + outcome;
  }

  forget(): void {
    for (let t = 0; t < this.count; t++) {
      const cell = this.touched[t] ?? 0;
      this.visits[cell] = 0;
      this.outcomes[cell] = 0;
    }
    this.count = 0;
  }

  totals(cell: number, strata: number): CellTotals {
    const { size, momentsEach } = this;
    const column = (counts: Float64Array) =>
      Float64Array.from({ length: strata }, (_, stratum) => counts[stratum * size + cell] ?? 0);
    return {
      part: column(this.part),
      whole: column(this.whole),
      moments: this.moments.slice(cell * momentsEach, (cell + 1) * momentsEach),
    };
  }

  private grow(place: number): void {
    const larger = (counts: Float64Array): Float64Array<ArrayBuffer> => {
      const grown = new Float64Array(2 * (place + this.size));
      grown.set(counts);
      return grown;
    };
    this.part = larger(this.part);
    this.whole = larger(this.whole);
  }
}

/** Counts visits by landmark and exposure. Those of one visitor come one after the other. */
export class CellCounts {
  private readonly landmarks: Cells;
  private readonly exposures: Cells;
  private visitor = Number.NaN;

  /** `landmarkOf[e]` is the landmark of exposure e. */
  constructor(
    landmarks: number,
    private readonly landmarkOf: Int32Array,
  ) {
    this.landmarks = new Cells(landmarks, ofLandmark.size);
    this.exposures = new Cells(landmarkOf.length, ofExposure.size);
  }

  /** Before a visit is counted. */
  open(visitor: number): void {
    if (visitor === this.visitor) return;
    this.flush();
    this.visitor = visitor;
  }

  /** A visit came to a landmark; the outcome is 1 or 0. */
  land(stratum: number, landmark: number, outcome: number, onward: boolean): void {
    this.landmarks.add(stratum, landmark, outcome);
    if (onward) bump(this.landmarks.moments, landmark * ofLandmark.size + ofLandmark.onward, 1);
  }

  /** One that came to the exposure's landmark was exposed. */
  expose(stratum: number, exposure: number, outcome: number): void {
    this.exposures.add(stratum, exposure, outcome);
  }

  /** What was counted, by the places of landmarks and exposures; of exposures nobody was exposed to nothing. */
  totals(strata: number): { landmarks: CellTotals[]; exposures: (CellTotals | undefined)[] } {
    this.flush();
    const { landmarks, exposures } = this;
    return {
      landmarks: Array.from({ length: landmarks.size }, (_, cell) => landmarks.totals(cell, strata)),
      exposures: Array.from({ length: exposures.size }, (_, cell) => {
        const totals = exposures.totals(cell, strata);
        return totals.whole.some((visits) => visits > 0) ? totals : undefined;
      }),
    };
  }

  /** Adds what the visitor did to the sums over visitors. */
  private flush(): void {
    const { landmarks, exposures } = this;
    for (let t = 0; t < landmarks.count; t++) {
      const cell = landmarks.touched[t] ?? 0;
      const whole = landmarks.visits[cell] ?? 0;
      const part = landmarks.outcomes[cell] ?? 0;
      const at = cell * ofLandmark.size;
      const { moments } = landmarks;
      bump(moments, at + ofLandmark.visitors, 1);
      bump(moments, at + ofLandmark.part2, part * part);
      bump(moments, at + ofLandmark.partWhole, part * whole);
      bump(moments, at + ofLandmark.whole2, whole * whole);
    }
    for (let t = 0; t < exposures.count; t++) this.flushExposure(exposures.touched[t] ?? 0);
    landmarks.forget();
    exposures.forget();
  }

  private flushExposure(exposure: number): void {
    const { landmarks, exposures, landmarkOf } = this;
    const landmark = landmarkOf[exposure] ?? 0;
    const allWhole = landmarks.visits[landmark] ?? 0;
    const allPart = landmarks.outcomes[landmark] ?? 0;
    const aWhole = exposures.visits[exposure] ?? 0;
    const aPart = exposures.outcomes[exposure] ?? 0;
    const bWhole = allWhole - aWhole;
    const bPart = allPart - aPart;
    const at = exposure * ofExposure.size;
    const { moments } = exposures;
    bump(moments, at + ofExposure.aPart2, aPart * aPart);
    bump(moments, at + ofExposure.aPartWhole, aPart * aWhole);
    bump(moments, at + ofExposure.aWhole2, aWhole * aWhole);
    bump(moments, at + ofExposure.aPartbPart, aPart * bPart);
    bump(moments, at + ofExposure.aPartbWhole, aPart * bWhole);
    bump(moments, at + ofExposure.aWholebPart, aWhole * bPart);
    bump(moments, at + ofExposure.aWholebWhole, aWhole * bWhole);
    bump(moments, at + ofExposure.bPart2, bPart * bPart - allPart * allPart);
    bump(moments, at + ofExposure.bPartWhole, bPart * bWhole - allPart * allWhole);
    bump(moments, at + ofExposure.bWhole2, bWhole * bWhole - allWhole * allWhole);
  }
}

const sumOf = (counts: Float64Array): number => counts.reduce((sum, count) => sum + count, 0);

/** Of the visits with the outcome those that went on to the macro, 1 where that is the outcome itself. */
export const onwardShare = ({ part, moments }: CellTotals): number | null => {
  const outcomes = sumOf(part);
  return outcomes === 0 ? null : (moments[ofLandmark.onward] ?? 0) / outcomes;
};

/** The exposed (a) and the others at their landmark (b), visitor by visitor. */
export const clusteredOf = (landmark: CellTotals, exposure: CellTotals): ClusteredSums => {
  const all = (name: keyof typeof ofLandmark) => landmark.moments[ofLandmark[name]] ?? 0;
  const own = (name: keyof typeof ofExposure) => exposure.moments[ofExposure[name]] ?? 0;
  const [aPart, aWhole] = [sumOf(exposure.part), sumOf(exposure.whole)];
  return {
    clusters: all("visitors"),
    aPart,
    aWhole,
    bPart: sumOf(landmark.part) - aPart,
    bWhole: sumOf(landmark.whole) - aWhole,
    aPart2: own("aPart2"),
    aPartWhole: own("aPartWhole"),
    aWhole2: own("aWhole2"),
    aPartbPart: own("aPartbPart"),
    aPartbWhole: own("aPartbWhole"),
    aWholebPart: own("aWholebPart"),
    aWholebWhole: own("aWholebWhole"),
    bPart2: all("part2") + own("bPart2"),
    bPartWhole: all("partWhole") + own("bPartWhole"),
    bWhole2: all("whole2") + own("bWhole2"),
  };
};
