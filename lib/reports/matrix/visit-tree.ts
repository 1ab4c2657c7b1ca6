/**
 * What visitors did, visit after visit, as a tree: visitors who did the same until a visit share it. Lists go by the visit's
 * place; the first stands for what is before any.
 */
export type Visits = {
  /** The visit before, and how many there are before. */
  before: Uint16Array;
  depth: Uint8Array;
  /** The number of what makes sessions comparable. */
  stratum: Uint16Array;
  /** The micros that it is the first to hold, those of them before which it has a moment, and those held by visits before. */
  fresh: Int32Array;
  later: Int32Array;
  reached: Int32Array;
};

/** What a visit takes of memory. */
export const visitBytes = 17;

/** Visits have places of 16 bits. */
const mostVisits = 2 ** 16;

/** Grows a tree of visits. */
export class VisitTree {
  private readonly before = [0];
  private readonly depth = [0];
  private readonly stratum = [0];
  private readonly fresh = [0];
  private readonly later = [0];
  private readonly reached = [0];
  /** By fresh micros and stratum, then by later ones and what is before: numbers that are exact as 31 and 16 bits. */
  private readonly known = new Map<number, Map<number, number>>();

  /** The place of a visit after another one, 0 where there are too many. */
  after(before: number, stratum: number, fresh: number, later: number): number {
    const alike = fresh * mostVisits + stratum;
    const places = this.known.get(alike) ?? new Map<number, number>();
    const way = later * mostVisits + before;
    const place = places.get(way);
    if (place !== undefined) return place;
    if (this.before.length === mostVisits || stratum >= mostVisits) return 0;
    this.known.set(alike, places);
    places.set(way, this.before.length);
    this.depth.push(before === 0 ? 0 : (this.depth[before] ?? 0) + 1);
    this.stratum.push(stratum);
    this.fresh.push(fresh);
    this.later.push(later);
    this.reached.push((this.reached[before] ?? 0) | (this.fresh[before] ?? 0));
    return this.before.push(before) - 1;
  }

  grown(): Visits {
    return {
      before: Uint16Array.from(this.before),
      depth: Uint8Array.from(this.depth),
      stratum: Uint16Array.from(this.stratum),
      fresh: Int32Array.from(this.fresh),
      later: Int32Array.from(this.later),
      reached: Int32Array.from(this.reached),
    };
  }
}
