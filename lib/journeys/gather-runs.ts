import type { LeafMemory } from "@/lib/matching/leaf-memory";
import type { Run, RunCore } from "./run";
import { sortRows } from "./sort-rows";
import { gatherInto, type Stretches, stretchesOf } from "./stretches";

// Hot path: once a row when runs are gathered.

/**
 * Sessions by a gap, remembered from scan to scan, and how many each visitor has, by the visitor's place; `channel` once
 * somebody asked for it.
 */
export type KnownSessions = {
  gapMs: number;
  session: Int32Array;
  ofVisitor: Uint32Array;
  channel: Int8Array | undefined;
};

/** Which names the events of each visitor have, by the visitor's place: bit (code mod 32) of each. */
export type VisitorNames = Uint32Array;

/** What is known of gathered rows beyond what runs say. */
export type GatheredFacts = {
  /** The bits of `eventFlags` that a visitor's rows have, by the visitor's place. */
  readonly seen: Uint8Array;
  /** Rows at other times were not asked for, ms since 1970. */
  readonly from: number;
  readonly to: number;
  readonly stretches: Stretches;
  /** What scans found out. */
  readonly known: { sessions?: KnownSessions; names?: VisitorNames; readonly leaves: LeafMemory };
};

/** The visitors whose numbers have these low bits; `shards` is a power of two. */
export type Shard = { shard: number; shards: number };

const noOne = 0x7fffffff;

/** The place of the first visitor from `head` on who is in the shard. */
const nextInShard = ({ visitors }: Run, head: number, { shard, shards }: Shard): number => {
  let place = head;
  while (place < visitors.length && ((visitors[place] ?? 0) & (shards - 1)) !== shard) place++;
  return place;
};

const sizeOf = (run: Run, shard: Shard): { rows: number; visitors: number } => {
  if (run.shards === shard.shards) return { rows: run.count, visitors: run.visitors.length };
  let [rows, visitors] = [0, 0];
  for (let v = nextInShard(run, 0, shard); v < run.visitors.length; v = nextInShard(run, v + 1, shard)) {
    rows += (run.starts[v + 1] ?? 0) - (run.starts[v] ?? 0);
    visitors++;
  }
  return { rows, visitors };
};

/** Numbers of arrival in four bytes while they fit. */
const shortened = (seq: Float64Array): Uint32Array | Float64Array => {
  for (let i = 0; i < seq.length; i++) if ((seq[i] ?? 0) > 0xffffffff) return seq;
  return new Uint32Array(seq);
};

/** The rows that runs hold of one shard's visitors, as one core in reading order: what a scan would put together anew. */
export type Gathered = { core: RunCore & { at: Float64Array }; stretches: Stretches; seen: Uint8Array };

/** Rows as they are gathered. Small methods: what is large is compiled late, and gathering is over soon. */
class GatheredRows {
  size = 0;
  readonly at: Float64Array;
  readonly seq: Float64Array;
  readonly source: Uint16Array;
  readonly row: Uint32Array;

  constructor(rows: number) {
    this.at = new Float64Array(rows);
    this.seq = new Float64Array(rows);
    this.source = new Uint16Array(rows);
    this.row = new Uint32Array(rows);
  }

  /** Adds the rows `from ≤ row < end` of the run at this place. */
  add(run: Run, place: number, from: number, end: number): void {
    const { month, seqBase, at: runAt, seq: runSeq } = run;
    const { at, seq, source, row } = this;
    let i = this.size;
    for (let next = from; next < end; next++) {
      at[i] = month + (runAt[next] ?? 0);
      seq[i] = seqBase + (runSeq[next] ?? 0);
      source[i] = place;
      row[i++] = next;
    }
    this.size = i;
  }

  /** Puts the rows from `first` on into order, of which those before `middle` are, and those after it. */
  order(first: number, middle: number): void {
    const { at, seq, source, row, size } = this;
    const gap = (at[middle] ?? 0) - (at[middle - 1] ?? 0) || (seq[middle] ?? 0) - (seq[middle - 1] ?? 0);
    if (gap < 0) sortRows({ at, seq }, { from: first, to: size }, [source, row]);
  }
}

/** Runs on the way through their visitors. */
class RunHeads {
  /** By run: the place of its next visitor, and who that is. */
  private readonly places: Int32Array;
  private readonly next: Int32Array;

  constructor(
    private readonly runs: readonly Run[],
    private readonly shard: Shard,
  ) {
    this.places = new Int32Array(runs.length);
    this.next = new Int32Array(runs.length);
    for (const [s, run] of runs.entries()) this.moveTo(s, run, 0);
  }

  lowest(): number {
    const { next } = this;
    let lowest = noOne;
    for (let s = 0; s < next.length; s++) if ((next[s] ?? noOne) < lowest) lowest = next[s] ?? noOne;
    return lowest;
  }

  /** Adds all rows of one visitor, in order. */
  gather(who: number, rows: GatheredRows): void {
    const { runs, places, next } = this;
    const first = rows.size;
    for (let s = 0; s < next.length; s++) {
      if (next[s] !== who) continue;
      const run = runs[s];
      if (!run) continue;
      const place = places[s] ?? 0;
      const before = rows.size;
      rows.add(run, s, run.starts[place] ?? 0, run.starts[place + 1] ?? 0);
      if (before > first) rows.order(first, before);
      this.moveTo(s, run, place + 1);
    }
  }

  private moveTo(s: number, run: Run, from: number): void {
    const place = nextInShard(run, from, this.shard);
    this.places[s] = place;
    this.next[s] = run.visitors[place] ?? noOne;
  }
}

const seenOf = (flags: Uint8Array, starts: Uint32Array): Uint8Array => {
  const seen = new Uint8Array(starts.length - 1);
  for (let v = 0; v < seen.length; v++) {
    const end = starts[v + 1] ?? 0;
    let bits = 0;
    for (let i = starts[v] ?? 0; i < end; i++) bits |= flags[i] ?? 0;
    seen[v] = bits;
  }
  return seen;
};

/** Gathers the rows of one shard. `runs` hold all of it or more, by ascending month. */
export const gatherRuns = (runs: readonly Run[], shard: Shard): Gathered => {
  const sizes = runs.map((run) => sizeOf(run, shard));
  const total = sizes.reduce((sum, { rows }) => sum + rows, 0);
  const most = sizes.reduce((sum, size) => sum + size.visitors, 0);
  const rows = new GatheredRows(total);
  const visitors = new Int32Array(most);
  const starts = new Uint32Array(most + 1);
  const heads = new RunHeads(runs, shard);
  let count = 0;
  for (let who = heads.lowest(); who !== noOne; who = heads.lowest()) {
    visitors[count] = who;
    starts[count++] = rows.size;
    heads.gather(who, rows);
  }
  starts[count] = total;
  const stretches = stretchesOf(rows.source, rows.row);
  const flags = new Uint8Array(total);
  gatherInto(
    flags,
    runs.map((run) => run.flags),
    stretches,
  );
  const core = {
    count: total,
    visitors: visitors.slice(0, count),
    starts: starts.slice(0, count + 1),
    at: rows.at,
    seq: shortened(rows.seq),
    seqBase: 0,
    flags,
  };
  return { core, stretches, seen: seenOf(flags, core.starts) };
};
