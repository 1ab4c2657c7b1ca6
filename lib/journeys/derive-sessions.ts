import { eventFlags } from "./event-flags";
import type { Journey } from "./journey";

// Hot path: called for every visitor.

/** A session without a sender's name for it never lasts longer, ms. */
export const longestMs = 24 * 3_600_000;

/**
 * Numbers the sessions of visitors, one after the other. The sender's own session decides, per visitor; other events
 * form runs without a gap longer than `gapMs`, at most 24 hours long. Passive events join a session that is under way
 * and change nothing.
 */
export class SessionNumbers {
  /** By the code of a sender's session: whose it was last, and its number. Made when somebody is numbered. */
  private visitorOf: Int32Array | undefined;
  private numberOf = new Int32Array(0);

  /** `explicitCodes`: how many codes senders' sessions have; `sessions`: the first number to give. */
  constructor(
    private readonly gapMs: number,
    private readonly explicitCodes: number,
    private sessions = 0,
  ) {}

  /** The number of the next session. */
  get next(): number {
    return this.sessions;
  }

  /**
   * Writes the session of every event of a visitor, −1 for a passive one outside any. `explicit` has the code of the
   * sender's session, −1 where it stated none; one session of a visitor has one code. Answers the first number given.
   */
  number(journey: Journey, explicit: Int32Array): number {
    const { at, flags, session, end, visitor } = journey;
    if (!this.visitorOf) {
      this.visitorOf = new Int32Array(this.explicitCodes).fill(-1);
      this.numberOf = new Int32Array(this.explicitCodes);
    }
    const { gapMs, visitorOf, numberOf } = this;
    const first = this.sessions;
    let current = -1;
    let startedAt = 0;
    let lastAt = 0;
    for (let i = journey.start; i < end; i++) {
      const time = at[i] ?? 0;
      const code = explicit[i] ?? -1;
      const underWay = current >= 0 && time - lastAt <= gapMs && time - startedAt <= longestMs;
      const known = code >= 0 && visitorOf[code] === visitor;
      if (((flags[i] ?? 0) & eventFlags.passive) !== 0) {
        session[i] = known ? (numberOf[code] ?? -1) : code < 0 && underWay ? current : -1;
        continue;
      }
      if (code >= 0) {
        if (!known) {
          visitorOf[code] = visitor;
          numberOf[code] = this.sessions++;
        }
        session[i] = numberOf[code] ?? -1;
        continue;
      }
      if (!underWay) {
        current = this.sessions++;
        startedAt = time;
      }
      lastAt = time;
      session[i] = current;
    }
    return first;
  }
}
