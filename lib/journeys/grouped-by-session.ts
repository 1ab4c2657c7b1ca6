import { Journey, rowAt, sessionsInOrder, sourceAt } from "./journey";

// Hot path: one pass. Sessions of one visitor are nearly always one after the other; only interleaved ones are copied apart.

let scratch: Journey | undefined;

const scratchFor = (journey: Journey): Journey => {
  const size = journey.end - journey.start;
  if (!scratch || scratch.at.length < size) scratch = new Journey(2 * size);
  scratch.visitor = journey.visitor;
  scratch.any = journey.any;
  scratch.repeated = journey.repeated;
  scratch.seen = journey.seen;
  scratch.columns = journey.columns;
  scratch.past = journey.past;
  return scratch;
};

const copyEvent = (from: Journey, i: number, to: Journey, j: number): void => {
  to.at[j] = from.at[i] ?? 0;
  to.seq[j] = from.seq[i] ?? 0;
  to.mask[j] = from.mask[i] ?? 0;
  to.session[j] = from.session[i] ?? -1;
  to.flags[j] = from.flags[i] ?? 0;
  to.row[j] = rowAt(from, i);
  to.source[j] = sourceAt(from, i);
  to.channel[j] = from.channel[i] ?? -1;
};

/** Groups the events by session, sessions by first event, order kept inside; passive events outside any come first. */
const regroup = (journey: Journey): Journey => {
  const groups = new Map<number, number[]>();
  for (let i = journey.start; i < journey.end; i++) {
    const session = journey.session[i] ?? -1;
    const group = groups.get(session);
    if (group) group.push(i);
    else groups.set(session, [i]);
  }
  const grouped = scratchFor(journey);
  let j = 0;
  for (const session of [...groups.keys()].sort((a, b) => a - b))
    for (const i of groups.get(session) ?? []) copyEvent(journey, i, grouped, j++);
  grouped.start = 0;
  grouped.end = j;
  return grouped;
};

/** Where the sessions of a journey begin: session k has the events `at[k] ≤ i < at[k + 1]`. */
export class SessionEdges {
  count = 0;
  at = new Int32Array(64);

  /** Whether sessions lie one after the other, events outside any before all of them; if so, notes where they begin. */
  find(journey: Journey): boolean {
    const { session, start, end } = journey;
    if (this.at.length <= end - start) this.at = new Int32Array(2 * (end - start + 1));
    const { at } = this;
    if (journey.firstSession >= 0) {
      this.count = sessionsInOrder(journey, at);
      return true;
    }
    let count = 0;
    let before = -1;
    for (let i = start; i < end; i++) {
      const number = session[i] ?? -1;
      if (number === before) continue;
      if (number < before) return false;
      before = number;
      at[count++] = i;
    }
    at[count] = end;
    this.count = count;
    return true;
  }
}

/**
 * The journey itself, or a copy of it, with each session's events one after the other, in order of their first event;
 * events in no session come before the first. `edges` then says where sessions begin.
 */
export const groupedBySession = (journey: Journey, edges: SessionEdges): Journey => {
  if (edges.find(journey)) return journey;
  const grouped = regroup(journey);
  edges.find(grouped);
  return grouped;
};
