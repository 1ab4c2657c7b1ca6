import { eventFlags } from "@/lib/journeys/event-flags";
import type { Journey } from "@/lib/journeys/journey";
import { never, withRoom } from "./room";

/**
 * The sessions of one visitor that begin in the range, each with all its events, wherever these lie. Sessions of passive
 * events alone are left out.
 */
export class RangeSessions {
  count = 0;
  /** Of each: its first event, its last that is not passive, and the bits of all its events. */
  start = new Int32Array(16);
  last = new Int32Array(16);
  held = new Int32Array(16);
  /** Its events lie at `places[from]` to `places[end − 1]`, in order. */
  places = new Int32Array(64);
  from = new Int32Array(16);
  end = new Int32Array(16);
  private next = new Int32Array(16);

  /** Finds those of a journey whose events in the range are `first ≤ i < end`. */
  find(journey: Journey, first: number, end: number): void {
    const { session, start } = journey;
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
    this.group(journey, first, begun + 1, latest - begun);
    this.describe(journey, latest - begun);
  }

  /**
   * The middle one, of two the earlier, of a session's events that are not passive and have none of the bits, if it comes
   * before all events that have one; else it, some later event or never.
   */
  middleBefore({ mask, flags }: Journey, k: number, bits: number): number {
    const { places } = this;
    const from = this.from[k] ?? 0;
    const end = this.end[k] ?? 0;
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

  /** Puts the events of so many sessions, numbered from `lowest` on, beside each other; `next[k]` is where k ends. */
  private group({ session, end: last }: Journey, first: number, lowest: number, count: number): void {
    this.places = withRoom(this.places, last - first);
    this.next = withRoom(this.next, count + 1);
    const { places, next } = this;
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
      places[place] = i;
      next[k] = place + 1;
    }
  }

  /** What there is to say of so many sessions that were grouped. */
  private describe({ mask, flags }: Journey, count: number): void {
    this.reserve(count);
    const { places, next } = this;
    this.count = 0;
    let from = 0;
    for (let s = 0; s < count; s++) {
      const end = next[s] ?? 0;
      let held = 0;
      let last = -1;
      for (let p = from; p < end; p++) {
        const i = places[p] ?? 0;
        held |= mask[i] ?? 0;
        if (((flags[i] ?? 0) & eventFlags.passive) === 0) last = i;
      }
      if (last >= 0) {
        const k = this.count++;
        this.from[k] = from;
        this.end[k] = end;
        this.start[k] = places[from] ?? 0;
        this.last[k] = last;
        this.held[k] = held;
      }
      from = end;
    }
  }

  private reserve(count: number): void {
    this.from = withRoom(this.from, count);
    this.end = withRoom(this.end, count);
    this.start = withRoom(this.start, count);
    this.last = withRoom(this.last, count);
    this.held = withRoom(this.held, count);
  }
}
