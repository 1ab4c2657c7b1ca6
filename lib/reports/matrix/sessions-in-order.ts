import { eventFlags } from "@/lib/journeys/event-flags";
import { type Journey, sessionsInOrder } from "@/lib/journeys/journey";

// Hot path: called for every visitor; arrays are kept and grow.

/**
 * The sessions of one visitor that begin in the range, where they lie one after the other and all events are active, as
 * those of nearly all visitors do.
 */
export class SessionsInOrder {
  count = 0;
  /** Of each, and of what comes after the last: its first event. */
  from = new Int32Array(16);
  private held = new Int32Array(16);
  /** Of so many it is known which bits they hold. */
  private known = 0;
  private mask: Uint32Array = new Uint32Array(0);

  /**
   * Finds those of a journey whose events in the range are `first ≤ i < end`; false where there is anything else: sessions
   * between each other's events, passive events, or goals (their bits) in a session that began before the range.
   */
  find(journey: Journey, first: number, end: number, goals: number): boolean {
    if (this.held.length <= end - first) {
      this.from = new Int32Array(2 * (end - first));
      this.held = new Int32Array(2 * (end - first));
    }
    this.mask = journey.mask;
    this.known = 0;
    if (journey.firstSession < 0 || first > journey.start || end < journey.end)
      return this.divide(journey, first, end, goals);
    if ((journey.seen & eventFlags.passive) !== 0 && hasPassive(journey, first)) return false;
    if (journey.sessions > 1) {
      this.count = sessionsInOrder(journey, this.from);
      return true;
    }
    this.count = 1;
    this.from[0] = first;
    this.from[1] = end;
    this.hold(journey.any);
    return true;
  }

  /** The bits of all events of session k. */
  heldBy(k: number): number {
    const { from, mask } = this;
    while (this.known <= k) {
      const next = from[this.known + 1] ?? 0;
      let bits = 0;
      for (let i = from[this.known] ?? 0; i < next; i++) bits |= mask[i] ?? 0;
      this.hold(bits);
    }
    return this.held[k] ?? 0;
  }

  /** How many events of session k have none of these bits, each of which one of them has. */
  without({ mask, repeated }: Journey, k: number, bits: number): number {
    const start = this.from[k] ?? 0;
    const end = this.from[k + 1] ?? 0;
    let left = end - start;
    if (bits === 0) return left;
    if (areOnce(bits, repeated)) return left - 1;
    for (let i = start; i < end; i++) if (((mask[i] ?? 0) & bits) !== 0) left--;
    return left;
  }

  /** Whether that are `most` at most; no event before `limit` has one of the bits. */
  isWithoutAtMost(
    most: number,
    { mask, repeated }: Journey,
    k: number,
    bits: number,
    limit: number,
  ): boolean {
    const end = this.from[k + 1] ?? 0;
    let left = end - (this.from[k] ?? 0);
    if (left - 1 <= most || areOnce(bits, repeated)) return left - 1 <= most;
    for (let i = limit; left > most && left - (end - i) <= most; i++)
      if (((mask[i] ?? 0) & bits) !== 0) left--;
    return left <= most;
  }

  /**
   * Those of some bits, which session k holds, that have a moment before them: half of its events without the bit lie before
   * the first one with it.
   */
  withMoment(journey: Journey, k: number, bits: number): number {
    const { mask } = journey;
    const start = this.from[k] ?? 0;
    let left = bits & ~(mask[start] ?? 0);
    let found = 0;
    for (let step = start + 1; left !== 0; step++) {
      const here = (mask[step] ?? 0) & left;
      if (here === 0) continue;
      left &= ~here;
      for (let rest = here; rest !== 0; rest &= rest - 1) {
        const bit = rest & -rest;
        if (this.isWithoutAtMost(2 * (step - start), journey, k, bit, step)) found |= bit;
      }
    }
    return found;
  }

  private hold(bits: number): void {
    this.held[this.known++] = bits;
  }

  private divide(journey: Journey, first: number, end: number, goals: number): boolean {
    const { session, mask, seen, start, end: last } = journey;
    const { from } = this;
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
        from[count++] = place;
        this.hold(bits);
      } else if (latest > begun || (bits & goals) !== 0) return false;
    }
    from[count] = i;
    this.count = count;
    for (; i < last; i++) if ((session[i] ?? -1) <= latest) return false;
    return (seen & eventFlags.passive) === 0 || !hasPassive(journey, first);
  }
}

const hasPassive = ({ flags, end }: Journey, first: number): boolean => {
  for (let i = first; i < end; i++) if (((flags[i] ?? 0) & eventFlags.passive) !== 0) return true;
  return false;
};

/** Whether there is one bit, which one event has. */
const areOnce = (bits: number, repeated: number): boolean => ((bits & repeated) | (bits & (bits - 1))) === 0;
