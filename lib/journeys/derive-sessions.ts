import { eventFlags } from "./event-flags";

// Hot path: one pass over rows in journey order.

const longestMs = 24 * 3_600_000;

/** Rows in journey order (`order`), visitor by visitor, with what sessions depend on; all arrays are by row. */
export type SessionInput = {
  order: Int32Array;
  visitor: Int32Array;
  at: Float64Array;
  /** `eventFlags` a row. */
  flags: Uint8Array;
  /** A code a row for the sender's own session, −1 where there is none. */
  explicit: Int32Array;
  explicitCount: number;
  gapMs: number;
};

/**
 * The session of every row, as a number that grows with the session's first event along `order`; −1 for a passive
 * event outside any session and for rows that are not in `order`. The sender's own session decides, per visitor; other events form runs without a gap
 * longer than `gapMs`, at most 24 hours long. Passive events join a session that is under way and change nothing.
 */
export const deriveSessions = (input: SessionInput): Int32Array => {
  const { order, visitor, at, flags, explicit, explicitCount, gapMs } = input;
  const session = new Int32Array(visitor.length).fill(-1);
  const sessionOfExplicit = new Int32Array(explicitCount);
  const visitorOfExplicit = new Int32Array(explicitCount).fill(-1);
  let sessions = 0;
  let current = -1;
  let currentVisitor = -1;
  let startedAt = 0;
  let lastAt = 0;
  for (let place = 0; place < order.length; place++) {
    const row = order[place] ?? 0;
    const time = at[row] ?? 0;
    const who = visitor[row] ?? 0;
    if (who !== currentVisitor) {
      currentVisitor = who;
      current = -1;
    }
    const underWay = current >= 0 && time - lastAt <= gapMs && time - startedAt <= longestMs;
    const code = explicit[row] ?? -1;
    const known = code >= 0 && visitorOfExplicit[code] === who;
    if (((flags[row] ?? 0) & eventFlags.passive) !== 0) {
      if (known) session[row] = sessionOfExplicit[code] ?? -1;
      else if (code < 0 && underWay) session[row] = current;
      continue;
    }
    if (code >= 0) {
      if (!known) {
        visitorOfExplicit[code] = who;
        sessionOfExplicit[code] = sessions++;
      }
      session[row] = sessionOfExplicit[code] ?? -1;
      continue;
    }
    if (!underWay) {
      current = sessions++;
      startedAt = time;
    }
    lastAt = time;
    session[row] = current;
  }
  return session;
};
