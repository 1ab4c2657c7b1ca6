import { eventFlags } from "@/lib/journeys/event-flags";
import type { Journey } from "@/lib/journeys/journey";

// Hot path: called for every visitor; arrays are kept and grow.

/** The place of what there is not: later than any event. */
export const never = 2 ** 31 - 1;

const withRoom = (array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> =>
  array.length < length ? new Int32Array(2 * length) : array;

const isPassive = (flags: Uint8Array, i: number): boolean => ((flags[i] ?? 0) & eventFlags.passive) !== 0;

/** The sessions of one visitor that begin in the range, one after the other, each with all its events. */
export class RangeSessions {
  count = 0;
  /** Of the session that was chosen: its first event, its last that is not passive, and the bits of all its events. */
  start = 0;
  last = 0;
  held = 0;
  /** Its events lie at `places[from]` to `places[end − 1]`, in order. */
  places = new Int32Array(64);
  from = 0;
  end = 0;
  private active = 0;
  private begins = new Int32Array(16);
  private next = new Int32Array(16);

  /** Looks at a journey whose events in the range are `first ≤ i < end`. */
  open({ session, start, end: last }: Journey, first: number, end: number): void {
    // Numbers grow with the session's first event: those of the range come after all that were about before it.
    let begun = -1;
    for (let i = start; i < first; i++) begun = Math.max(begun, session[i] ?? -1);
    let latest = begun;
    for (let i = first; i < end; i++) {
      const number = session[i] ?? -1;
      // Nothing before the range: its first session is the visitor's.
      if (latest < 0 && number >= 0) begun = number - 1;
      latest = Math.max(latest, number);
    }
    this.count = latest - begun;
    if (this.count === 0) return;
    this.places = withRoom(this.places, last - first);
    this.begins = withRoom(this.begins, this.count + 1);
    this.next = withRoom(this.next, this.count + 1);
    this.group(session, first, last, begun + 1);
  }

  /** Turns to session k; false when none of its events is seen. */
  choose({ mask, flags }: Journey, k: number): boolean {
    const { places, begins } = this;
    const from = begins[k] ?? 0;
    const end = begins[k + 1] ?? 0;
    let held = 0;
    let active = 0;
    for (let p = from; p < end; p++) {
      const i = places[p] ?? 0;
      held |= mask[i] ?? 0;
      if (isPassive(flags, i)) continue;
      this.last = i;
      active++;
    }
    this.start = places[from] ?? 0;
    this.from = from;
    this.end = end;
    this.held = held;
    this.active = active;
    return active > 0;
  }

  /**
   * The middle one, of two the earlier, of the chosen session's events that are not passive and have none of the bits;
   * never when there is none.
   */
  middleWithout({ mask, flags }: Journey, bits: number): number {
    const { places, from, end, active } = this;
    const isPlain = (this.held & bits) === 0;
    if (isPlain && active === end - from) return places[from + ((active - 1) >> 1)] ?? never;
    let left = 0;
    for (let p = from; p < end; p++) {
      const i = places[p] ?? 0;
      if (((mask[i] ?? 0) & bits) === 0 && !isPassive(flags, i)) left++;
    }
    left = (left - 1) >> 1;
    for (let p = from; p < end && left >= 0; p++) {
      const i = places[p] ?? 0;
      if (((mask[i] ?? 0) & bits) !== 0 || isPassive(flags, i)) continue;
      if (left-- === 0) return i;
    }
    return never;
  }

  /** Puts the events of the sessions numbered from `lowest` on beside each other. */
  private group(session: Int32Array, first: number, last: number, lowest: number): void {
    const { places, begins, next, count } = this;
    next.fill(0, 0, count + 1);
    for (let i = first; i < last; i++) {
      const k = (session[i] ?? -1) - lowest;
      if (k >= 0 && k < count) next[k] = (next[k] ?? 0) + 1;
    }
    let sum = 0;
    for (let k = 0; k <= count; k++) {
      begins[k] = sum;
      sum += next[k] ?? 0;
      next[k] = begins[k] ?? 0;
    }
    for (let i = first; i < last; i++) {
      const k = (session[i] ?? -1) - lowest;
      if (k < 0 || k >= count) continue;
      const place = next[k] ?? 0;
      places[place] = i;
      next[k] = place + 1;
    }
  }
}
