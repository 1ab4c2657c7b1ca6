import { Journey, rowAt } from "./journey";

// Hot path. Sessions of one visitor are nearly always one after the other; only interleaved ones are copied apart.

let scratch: Journey | undefined;

const scratchFor = (journey: Journey): Journey => {
  const size = journey.end - journey.start;
  if (!scratch || scratch.at.length < size) scratch = new Journey(2 * size);
  scratch.visitor = journey.visitor;
  scratch.any = journey.any;
  scratch.repeated = journey.repeated;
  scratch.columns = journey.columns;
  return scratch;
};

const copyEvent = (from: Journey, i: number, to: Journey, j: number): void => {
  to.at[j] = from.at[i] ?? 0;
  to.seq[j] = from.seq[i] ?? 0;
  to.mask[j] = from.mask[i] ?? 0;
  to.session[j] = from.session[i] ?? -1;
  to.flags[j] = from.flags[i] ?? 0;
  to.row[j] = rowAt(from, i);
  to.source[j] = from.inPlace ? 0 : (from.source[i] ?? 0);
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

const isGrouped = ({ session, start, end }: Journey): boolean => {
  let before = -1;
  for (let i = start; i < end; i++) {
    const number = session[i] ?? -1;
    if (number < before) return false;
    before = number;
  }
  return true;
};

/** The journey itself, or a copy of it, with each session's events one after the other, in order of their first event. */
export const groupedBySession = (journey: Journey): Journey =>
  isGrouped(journey) ? journey : regroup(journey);

/** Hands the sessions of a visitor's journey to `visit`, in order of their first event. Events in no session are left out. */
export const forEachSession = (journey: Journey, visit: (session: Journey) => void): void => {
  const grouped = groupedBySession(journey);
  const { start, end } = grouped;
  let first = start;
  while (first < end) {
    const session = grouped.session[first] ?? -1;
    let last = first + 1;
    while (last < end && grouped.session[last] === session) last++;
    if (session >= 0) {
      grouped.start = first;
      grouped.end = last;
      visit(grouped);
    }
    first = last;
  }
  grouped.start = start;
  grouped.end = end;
};
