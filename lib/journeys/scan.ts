import type { Column } from "@/lib/matching/column";

// Hot path: scratch arrays are reused from visitor to visitor; nothing is allocated per event.

/** What a scan walks over. Arrays are by row, `order` lists the rows in journey order; stored runs will look the same. */
export type Journeys = {
  readonly order: Int32Array;
  readonly visitor: Int32Array;
  readonly at: Float64Array;
  readonly seq: Float64Array;
  readonly session: Int32Array;
  readonly flags: Uint8Array;
  /** Events at or after this time are not there yet, ms since 1970. */
  readonly asOf: number;
};

export type Scan = {
  journeys: Journeys;
  /** One bit a matcher, by row. */
  masks: Uint32Array;
  /** Asked-for columns, in the order in which `Journey.columns` has them. */
  columns: readonly Column[];
  /** Only visitors who were about then are handed over: seen before its end, and not last seen before its start. */
  range: { from: number; to: number };
};

/**
 * The events `start ≤ i < end` of one visitor, or of one of the visitor's sessions, in order of (at, seq). The arrays
 * are shared and valid only during the visit.
 */
export type Journey = {
  visitor: number;
  start: number;
  end: number;
  at: Float64Array;
  seq: Float64Array;
  mask: Uint32Array;
  session: Int32Array;
  /** `eventFlags`. */
  flags: Uint8Array;
  /** Codes of the asked-for columns, −1 where missing. */
  columns: Int32Array[];
};

const emptyJourney = (capacity: number, columns: number): Journey => ({
  visitor: 0,
  start: 0,
  end: 0,
  at: new Float64Array(capacity),
  seq: new Float64Array(capacity),
  mask: new Uint32Array(capacity),
  session: new Int32Array(capacity),
  flags: new Uint8Array(capacity),
  columns: Array.from({ length: columns }, () => new Int32Array(capacity)),
});

/** Hands the whole journey of every visitor of the range to `visit`. Answers how many journeys and events were read. */
export const forEachJourney = (
  { journeys, masks, columns, range }: Scan,
  visit: (journey: Journey) => void,
): { journeys: number; events: number } => {
  const { order, visitor, at, seq, session, flags, asOf } = journeys;
  let journey = emptyJourney(1024, columns.length);
  let walked = 0;
  let events = 0;
  let place = 0;
  while (place < order.length) {
    const who = visitor[order[place] ?? 0] ?? 0;
    const first = place;
    while (place < order.length && visitor[order[place] ?? 0] === who) place++;
    let end = place;
    while (end > first && (at[order[end - 1] ?? 0] ?? 0) >= asOf) end--;
    if (end === first) continue;
    if ((at[order[end - 1] ?? 0] ?? 0) < range.from || (at[order[first] ?? 0] ?? 0) >= range.to) continue;
    if (end - first > journey.at.length) journey = emptyJourney(2 * (end - first), columns.length);
    for (let i = first; i < end; i++) {
      const row = order[i] ?? 0;
      const size = i - first;
      journey.at[size] = at[row] ?? 0;
      journey.seq[size] = seq[row] ?? 0;
      journey.mask[size] = masks[row] ?? 0;
      journey.session[size] = session[row] ?? -1;
      journey.flags[size] = flags[row] ?? 0;
      for (let c = 0; c < columns.length; c++) {
        const codes = journey.columns[c];
        if (codes) codes[size] = columns[c]?.codes[row] ?? -1;
      }
    }
    journey.visitor = who;
    journey.start = 0;
    journey.end = end - first;
    walked++;
    events += end - first;
    visit(journey);
  }
  return { journeys: walked, events };
};
