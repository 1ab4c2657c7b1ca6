import { eventFlags } from "@/lib/journeys/event-flags";
import type { Journey } from "@/lib/journeys/journey";

// Hot path: called for every visitor; arrays are kept and grow.

/**
 * The sessions of one visitor that begin in the range, where they lie one after the other and all events are active, as
 * those of nearly all visitors do.
 */
export class SessionsInOrder {
  count = 0;
  /** Of each, and of what comes after the last: its first event. */
  from = new Int32Array(16);
  /** Of each: the bits of all its events. */
  held = new Int32Array(16);

  /**
   * Finds those of a journey whose events in the range are `first ≤ i < end`; false where there is anything else: sessions
   * between each other's events, passive events, or goals (their bits) in a session that began before the range.
   */
  find(journey: Journey, first: number, end: number, goals: number): boolean {
    if (this.held.length <= end - first) {
      this.from = new Int32Array(2 * (end - first));
      this.held = new Int32Array(2 * (end - first));
    }
    if (journey.sessions !== 1 || first > journey.start || (journey.seen & eventFlags.passive) !== 0)
      return this.divide(journey, first, end, goals);
    this.count = 1;
    this.from[0] = first;
    this.from[1] = journey.end;
    this.held[0] = journey.any;
    return true;
  }

  private divide(
    { session, mask, flags, seen, start, end: last }: Journey,
    first: number,
    end: number,
    goals: number,
  ): boolean {
    const { from, held } = this;
    let begun = -1;
    for (let i = start; i < first; i++) begun = Math.max(begun, session[i] ?? -1);
    let latest = begun;
    let count = 0;
    let i = first;
    while (i < end) {
      const number = session[i] ?? -1;
      const place = i;
      let bits = 0;
      do bits |= mask[i++] ?? 0;
      while (i < last && session[i] === number);
      if (number > latest) {
        latest = number;
        from[count] = place;
        held[count++] = bits;
      } else if (latest > begun || (bits & goals) !== 0) return false;
    }
    from[count] = i;
    this.count = count;
    for (; i < last; i++) if ((session[i] ?? -1) <= latest) return false;
    if ((seen & eventFlags.passive) === 0) return true;
    for (i = first; i < last; i++) if (((flags[i] ?? 0) & eventFlags.passive) !== 0) return false;
    return true;
  }
}
