import { randomUUID } from "node:crypto";
import type { Goal } from "@/lib/goals/definition";
import { emptyColumn } from "@/lib/journeys/decode-column";
import type { GatheredFacts } from "@/lib/journeys/gather-runs";
import { hiddenVisitors } from "@/lib/journeys/identities";
import type { Part } from "@/lib/journeys/part";
import type { Run } from "@/lib/journeys/run";
import { compileMatchers } from "@/lib/matching/compile";
import { leavesOf } from "@/lib/matching/rules";
import { collectKeyed, type KeyedEvents, type Seen } from "./collect-keyed";
import type { ReportContext } from "./report";
import { RowMemory } from "./row-memory";

// Nearly every question asks which orders are copies, and gathered rows never change: what was found in them once is
// remembered with them, in memory that threads share instead of copying it.

/** More events than this share of the rows are not worth remembering. */
const largestShare = 1 / 16;
/** So many lists are remembered of the same rows: no question may ask for more, or it would find none of them again. */
export const mostLists = 4;

/** Gathered rows that are read as they are: a part for each. */
type SettledRun = { run: Run; facts: GatheredFacts; part: Part };

const hidesAny = ({ visitors }: Run, hidden: Uint8Array | undefined): boolean => {
  if (hidden === undefined) return false;
  for (let v = 0; v < visitors.length; v++) if (hidden[visitors[v] ?? 0] === 1) return true;
  return false;
};

const withoutRows = (run: Run): Run => ({
  ...run,
  count: 0,
  visitors: new Int32Array(0),
  starts: new Uint32Array(1),
  column: () => emptyColumn(0),
  gathered: undefined,
});

const always = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

/** Tells the gathered rows of a part, of whom nobody is merged away or erased, from all its others. */
export const settledRows = (part: Part): { settled: SettledRun[]; others: Part } => {
  const hidden = hiddenVisitors(part.identities);
  const settled: SettledRun[] = [];
  const others = part.runs.map((run) => {
    if (!run.gathered || hidesAny(run, hidden)) return run;
    const atAnyTime = { ...run, gathered: { ...run.gathered, ...always } };
    settled.push({ run, facts: run.gathered, part: { ...part, runs: [atAnyTime] } });
    return withoutRows(run);
  });
  return settled.length === 0 ? { settled, others: part } : { settled, others: { ...part, runs: others } };
};

/** The events of a goal in gathered rows, at any time. */
type Kept = { events: KeyedEvents; firstAt: number; lastAt: number };

const columns = ["hashA", "hashB", "at", "seq", "minor", "currency"] as const;

/** Lists of so many events in memory that threads share. */
const sharedLists = (count: number): Pick<KeyedEvents, (typeof columns)[number]> => {
  const memory = new SharedArrayBuffer(columns.length * count * Float64Array.BYTES_PER_ELEMENT);
  const list = (place: number): Float64Array =>
    new Float64Array(memory, place * count * Float64Array.BYTES_PER_ELEMENT, count);
  return { hashA: list(0), hashB: list(1), at: list(2), seq: list(3), minor: list(4), currency: list(5) };
};

const keep = (events: KeyedEvents): Kept => {
  const shared = sharedLists(events.at.length);
  for (const column of columns) shared[column].set(events[column]);
  let firstAt = Number.POSITIVE_INFINITY;
  let lastAt = Number.NEGATIVE_INFINITY;
  for (const at of shared.at) {
    if (at < firstAt) firstAt = at;
    if (at > lastAt) lastAt = at;
  }
  return { events: { ...shared, currencies: events.currencies, name: randomUUID() }, firstAt, lastAt };
};

/** Absent where they are too many. */
const lists = new RowMemory<Kept | undefined>(
  "keyed",
  mostLists,
  (kept) => kept?.events.at.buffer.byteLength ?? 0,
);

/** The events with `from ≤ at < to`. */
const inTime = ({ events, firstAt, lastAt }: Kept, from: number, to: number): KeyedEvents => {
  if (firstAt >= from && lastAt < to) return events;
  const isIn = events.at.map((at) => Number(at >= from && at < to));
  const only = (list: Float64Array): Float64Array => list.filter((_, i) => isIn[i] === 1);
  const { hashA, hashB, at, seq, minor, currency, currencies } = events;
  return {
    hashA: only(hashA),
    hashB: only(hashB),
    at: only(at),
    seq: only(seq),
    minor: only(minor),
    currency: only(currency),
    currencies,
  };
};

/**
 * The events of a goal in gathered rows, a list each. `undefined` where they are not remembered: they are too many, or
 * depend on more than their rows.
 */
export const keptKeyed = (
  goal: Goal,
  settled: readonly SettledRun[],
  { asOf, includeBots }: Seen,
  context: ReportContext,
): KeyedEvents[] | undefined => {
  const { rules, project } = context;
  if (compileMatchers([goal.match], rules).late.length > 0) return undefined;
  const { value, counting } = goal;
  const name = JSON.stringify([leavesOf(goal.match, rules), value, counting, project.currency, includeBots]);
  const found: KeyedEvents[] = [];
  for (const { run, facts, part } of settled) {
    const kept = lists.of(facts, name, () => {
      const seen = { asOf: Number.POSITIVE_INFINITY, includeBots };
      const events = collectKeyed([goal], part, seen, context).get(goal.key);
      return events && events.at.length <= run.count * largestShare ? keep(events) : undefined;
    });
    if (!kept) return undefined;
    found.push(inTime(kept, facts.from, Math.min(facts.to, asOf)));
  }
  return found;
};
