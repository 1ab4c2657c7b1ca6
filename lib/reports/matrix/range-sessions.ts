import { countingUp } from "@/lib/journeys/constant-rows";
import { eventFlags } from "@/lib/journeys/event-flags";
import type { Journey } from "@/lib/journeys/journey";

// Hot path: called for every visitor; arrays are kept and grow.

/** The place of what there is not: later than any event. */
export const never = 2 ** 31 - 1;

/** The array, or a larger one with the same numbers. */
export const withRoom = (array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> => {
  if (array.length >= length) return array;
  const larger = new Int32Array(2 * length);
  larger.set(array);
  return larger;
};

/** The sessions of one visitor that begin in the range, each with all its events. Those of passive events alone are left out. */
export class RangeSessions {
  count = 0;
  /** Whether they lie one after the other; if so, the bits of events in the range that lie in none of them. */
  isInOrder = false;
  outside = 0;
  /** Of each: its first event, its last that is not passive, and the bits of all its events. */
  start = new Int32Array(16);
  last = new Int32Array(16);
  held = new Int32Array(16);
  /** Its events lie at `places[from]` to `places[end − 1]`, in order. */
  places: Int32Array = new Int32Array(0);
  from = new Int32Array(16);
  end = new Int32Array(16);
  /** How many of its events are not passive. */
  private active = new Int32Array(16);
  private grouped = new Int32Array(64);
  private next = new Int32Array(16);

  /** Finds those of a journey whose events in the range are `first ≤ i < end`. */
  find(journey: Journey, first: number, end: number): void {
    const { session, start, end: last } = journey;
    // Numbers grow with the session's first event: those of the range come after all that were about before it.
    let begun = -1;
    for (let i = start; i < first; i++) begun = Math.max(begun, session[i] ?? -1);
    this.places = countingUp(last);
    this.isInOrder = this.divide(journey, begun, first, end);
    if (this.isInOrder) return;
    let latest = begun;
    for (let i = first; i < end; i++) {
      const number = session[i] ?? -1;
      // Nothing before the range: its first session is the visitor's.
      if (latest < 0 && number >= 0) begun = number - 1;
      latest = Math.max(latest, number);
    }
    this.group(journey, first, begun + 1, latest - begun);
  }

  /**
   * The middle one, of two the earlier, of a session's events that are not passive and have none of the bits, if it comes
   * before all events that have one; else it, some later event or never.
   */
  middleBefore(journey: Journey, k: number, bits: number): number {
    const from = this.from[k] ?? 0;
    const end = this.end[k] ?? 0;
    let left = this.active[k] ?? 0;
    if (!this.isInOrder || left < end - from) return this.middleOfActive(journey, from, end, bits);
    const held = (this.held[k] ?? 0) & bits;
    if (held !== 0) {
      const { mask, repeated } = journey;
      if (((held & repeated) | (held & (held - 1))) === 0) left--;
      else for (let i = from; i < end; i++) if (((mask[i] ?? 0) & held) !== 0) left--;
    }
    // Up to the first event that has a bit all others are of those that were counted.
    return left === 0 ? never : from + ((left - 1) >> 1);
  }

  /** The same where some events are passive, or of other sessions. */
  private middleOfActive({ mask, flags }: Journey, from: number, end: number, bits: number): number {
    const { places } = this;
    let left = 0;
    for (let p = from; p < end; p++) {
      const i = places[p] ?? 0;
      if (((flags[i] ?? 0) & eventFlags.passive) === 0 && ((mask[i] ?? 0) & bits) === 0) left++;
    }
    let middle = left === 0 ? -1 : (left - 1) >> 1;
    for (let p = from; p < end && middle >= 0; p++) {
      const i = places[p] ?? 0;
      if (((flags[i] ?? 0) & eventFlags.passive) === 0 && middle-- === 0) return i;
    }
    return never;
  }

  /** Finds sessions that lie one after the other; false when some lie between each other's events. */
  private divide(
    { session, mask, flags, end: last }: Journey,
    begun: number,
    first: number,
    end: number,
  ): boolean {
    let latest = begun;
    this.count = 0;
    this.outside = 0;
    for (let i = first; i < last; ) {
      const from = i;
      const number = session[i] ?? -1;
      let held = 0;
      let active = 0;
      let lastActive = 0;
      for (; i < last && session[i] === number; i++) {
        held |= mask[i] ?? 0;
        if (((flags[i] ?? 0) & eventFlags.passive) !== 0) continue;
        lastActive = i;
        active++;
      }
      if (number > begun && number <= latest) return false;
      if (number > latest) latest = number;
      if (from >= end) continue;
      if (number > begun && active > 0) this.add(from, i, lastActive, held, active);
      else this.outside |= held;
    }
    return true;
  }

  private add(from: number, end: number, last: number, held: number, active: number): void {
    const k = this.count++;
    if (k === this.from.length) this.reserve(k + 1);
    this.from[k] = from;
    this.end[k] = end;
    this.start[k] = this.places[from] ?? 0;
    this.last[k] = last;
    this.held[k] = held;
    this.active[k] = active;
  }

  private reserve(count: number): void {
    this.from = withRoom(this.from, count);
    this.end = withRoom(this.end, count);
    this.start = withRoom(this.start, count);
    this.last = withRoom(this.last, count);
    this.held = withRoom(this.held, count);
    this.active = withRoom(this.active, count);
  }

  /** Puts the events of so many sessions, numbered from `lowest` on, beside each other. */
  private group(
    { session, mask, flags, end: last }: Journey,
    first: number,
    lowest: number,
    count: number,
  ): void {
    this.grouped = withRoom(this.grouped, last - first);
    this.next = withRoom(this.next, count + 1);
    const { grouped, next } = this;
    next.fill(0, 0, count + 1);
    for (let i = first; i < last; i++) {
      const k = (session[i] ?? -1) - lowest;
      if (k >= 0 && k < count) next[k + 1] = (next[k + 1] ?? 0) + 1;
    }
    for (let k = 0; k < count; k++) next[k + 1] = (next[k + 1] ?? 0) + (next[k] ?? 0);
    // Where each begins; once all are there, where the one after it does.
    for (let i = first; i < last; i++) {
      const k = (session[i] ?? -1) - lowest;
      if (k < 0 || k >= count) continue;
      const place = next[k] ?? 0;
      grouped[place] = i;
      next[k] = place + 1;
    }
    this.places = grouped;
    this.count = 0;
    let from = 0;
    for (let k = 0; k < count; k++) {
      const end = next[k] ?? 0;
      let [held, active, lastActive] = [0, 0, 0];
      for (let p = from; p < end; p++) {
        const i = grouped[p] ?? 0;
        held |= mask[i] ?? 0;
        if (((flags[i] ?? 0) & eventFlags.passive) !== 0) continue;
        lastActive = i;
        active++;
      }
      if (active > 0) this.add(from, end, lastActive, held, active);
      from = end;
    }
  }
}
