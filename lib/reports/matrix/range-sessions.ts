import { countingUp } from "@/lib/journeys/constant-rows";
import { eventFlags } from "@/lib/journeys/event-flags";
import type { Journey } from "@/lib/journeys/journey";

// Hot path: called for every visitor; arrays are kept and grow.

/** The place of what there is not: later than any event. */
export const never = 2 ** 31 - 1;

const withRoom = (array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> => {
  if (array.length >= length) return array;
  const larger = new Int32Array(2 * length);
  larger.set(array);
  return larger;
};

const isPassive = (flags: Uint8Array, i: number): boolean => ((flags[i] ?? 0) & eventFlags.passive) !== 0;

/** The sessions of one visitor that begin in the range, one after the other, each with all its events. */
export class RangeSessions {
  count = 0;
  /** Of the session that was chosen: its first event, its last that is not passive, and the bits of all its events. */
  start = 0;
  last = 0;
  held = 0;
  /** Its events lie at `places[from]` to `places[end − 1]`, in order. */
  places: Int32Array = new Int32Array(0);
  from = 0;
  end = 0;
  private active = 0;
  private grouped = new Int32Array(64);
  private begins = new Int32Array(16);
  private ends = new Int32Array(16);
  private next = new Int32Array(16);

  /** Looks at a journey whose events in the range are `first ≤ i < end`. */
  open({ session, start, end: last }: Journey, first: number, end: number): void {
    // Numbers grow with the session's first event: those of the range come after all that were about before it.
    let begun = -1;
    for (let i = start; i < first; i++) begun = Math.max(begun, session[i] ?? -1);
    if (this.divide(session, begun, first, end, last)) {
      this.places = countingUp(last);
      return;
    }
    let latest = begun;
    for (let i = first; i < end; i++) {
      const number = session[i] ?? -1;
      // Nothing before the range: its first session is the visitor's.
      if (latest < 0 && number >= 0) begun = number - 1;
      latest = Math.max(latest, number);
    }
    this.count = latest - begun;
    this.grouped = withRoom(this.grouped, last - first);
    this.begins = withRoom(this.begins, this.count);
    this.ends = withRoom(this.ends, this.count);
    this.next = withRoom(this.next, this.count);
    this.group(session, first, last, begun + 1);
    this.places = this.grouped;
  }

  /** Turns to session k; false when none of its events is seen. */
  choose({ mask, flags }: Journey, k: number): boolean {
    const { places } = this;
    const from = this.begins[k] ?? 0;
    const end = this.ends[k] ?? 0;
    let held = 0;
    let active = 0;
    let last = 0;
    for (let p = from; p < end; p++) {
      const i = places[p] ?? 0;
      held |= mask[i] ?? 0;
      if (isPassive(flags, i)) continue;
      last = i;
      active++;
    }
    this.start = places[from] ?? 0;
    this.last = last;
    this.from = from;
    this.end = end;
    this.held = held;
    this.active = active;
    return active > 0;
  }

  /**
   * The middle one, of two the earlier, of the chosen session's events that are not passive and have none of the bits,
   * if it comes before all events that have one; else it, some later event or never.
   */
  middleBefore({ mask, flags }: Journey, bits: number): number {
    const { places, from, end, active } = this;
    const hasPassive = active < end - from;
    let left = active;
    if ((this.held & bits) !== 0)
      for (let p = from; p < end; p++) {
        const i = places[p] ?? 0;
        if (((mask[i] ?? 0) & bits) !== 0 && !(hasPassive && isPassive(flags, i))) left--;
      }
    if (left === 0) return never;
    // Up to the first event that has a bit all others are of those that were counted.
    let middle = (left - 1) >> 1;
    if (!hasPassive) return places[from + middle] ?? never;
    for (let p = from; p < end; p++) {
      const i = places[p] ?? 0;
      if (!isPassive(flags, i) && middle-- === 0) return i;
    }
    return never;
  }

  /** Finds where sessions begin and end that lie one after the other; false when some lie between each other's events. */
  private divide(session: Int32Array, begun: number, first: number, end: number, last: number): boolean {
    let latest = begun;
    let current = -2;
    let count = 0;
    let isInside = false;
    for (let i = first; i < last; i++) {
      const number = session[i] ?? -1;
      if (number === current) continue;
      if (isInside) this.ends[count - 1] = i;
      isInside = number > latest && i < end;
      if (isInside) {
        if (count === this.begins.length) {
          this.begins = withRoom(this.begins, count + 1);
          this.ends = withRoom(this.ends, count + 1);
        }
        this.begins[count++] = i;
      } else if (number > begun && number <= latest) return false;
      current = number;
      if (number > latest) latest = number;
    }
    if (isInside) this.ends[count - 1] = last;
    this.count = count;
    return true;
  }

  /** Puts the events of the sessions numbered from `lowest` on beside each other. */
  private group(session: Int32Array, first: number, last: number, lowest: number): void {
    const { grouped, begins, ends, next, count } = this;
    next.fill(0, 0, count);
    for (let i = first; i < last; i++) {
      const k = (session[i] ?? -1) - lowest;
      if (k >= 0 && k < count) next[k] = (next[k] ?? 0) + 1;
    }
    let sum = 0;
    for (let k = 0; k < count; k++) {
      begins[k] = sum;
      sum += next[k] ?? 0;
      ends[k] = sum;
      next[k] = begins[k] ?? 0;
    }
    for (let i = first; i < last; i++) {
      const k = (session[i] ?? -1) - lowest;
      if (k < 0 || k >= count) continue;
      const place = next[k] ?? 0;
      grouped[place] = i;
      next[k] = place + 1;
    }
  }
}
