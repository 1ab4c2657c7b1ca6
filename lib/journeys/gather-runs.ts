import type { LeafMemory } from "@/lib/matching/leaf-memory";
import { orderVisitors, putInOrder } from "./disorder";
import type { MatchingRows } from "./matching-rows";
import type { Run, RunCore } from "./run";
import { type Gathering, gatherCodes, gatherNumbers, type Stretches, StretchList } from "./stretches";

// Hot path: once a row when runs are gathered.

/** Sessions by a gap, remembered from scan to scan; `channel` once somebody asked for it. */
export type KnownSessions = {
  gapMs: number;
  session: Int32Array;
  /** By the visitor's place: how many sessions the visitors before have. One more, for the end. */
  before: Uint32Array;
  /** By session: its first row. −1 at the first of visitors whose rows do not lie session after session. */
  rows: Int32Array;
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
  /** 1 for a visitor who has rows of several runs, by the visitor's place. */
  readonly several: Uint8Array;
  /** What scans found out. */
  readonly known: {
    sessions?: KnownSessions;
    names?: VisitorNames;
    /** How large is what reports remember of the rows, by what it is. */
    readonly reportBytes: Map<string, number>;
    readonly leaves: LeafMemory;
    /** Absent of rows that were taken out of others. */
    readonly matching?: MatchingRows;
  };
};

/** The visitors whose numbers have these low bits; `shards` is a power of two. */
export type Shard = { shard: number; shards: number };

/** What gathering reads of a run. */
export type SourceRun = RunCore & Pick<Run, "month" | "shards">;

/** The rows that runs hold of one shard's visitors, as one core in reading order: what a scan would put together anew. */
export type Gathered = Gathering & {
  core: RunCore & { at: Float64Array };
  seen: Uint8Array;
  several: Uint8Array;
};

/** The visitors of a shard by what their numbers have beyond its bits, counted from the first of them. */
class ShardVisitors {
  private readonly bits: number;
  private readonly low: number;
  /** How many rows each has, then where the next of them goes. */
  private readonly rows: Uint32Array;
  private readonly several: Uint8Array;

  constructor(
    runs: readonly SourceRun[],
    private readonly shard: Shard,
  ) {
    this.bits = 31 - Math.clz32(shard.shards);
    const having = runs.filter(({ visitors }) => visitors.length > 0);
    const first = having.reduce((low, { visitors }) => Math.min(low, visitors[0] ?? low), 0x7fffffff);
    const last = having.reduce((high, { visitors }) => Math.max(high, visitors[visitors.length - 1] ?? 0), 0);
    this.low = first >>> this.bits;
    const size = Math.max(0, (last >>> this.bits) - this.low + 1);
    this.rows = new Uint32Array(size);
    this.several = new Uint8Array(size);
    for (const run of runs) this.count(run);
  }

  private count({ visitors, starts }: SourceRun): void {
    const { rows, several, bits, low, shard } = this;
    const inShard = shard.shards - 1;
    for (let v = 0; v < visitors.length; v++) {
      const who = visitors[v] ?? 0;
      if ((who & inShard) !== shard.shard) continue;
      const slot = (who >>> bits) - low;
      const before = rows[slot] ?? 0;
      if (before > 0) several[slot] = 1;
      rows[slot] = before + (starts[v + 1] ?? 0) - (starts[v] ?? 0);
    }
  }

  /** Lines the visitors up: from now on it is known where their rows go. */
  lineUp(): { visitors: Int32Array; starts: Uint32Array; several: Uint8Array; count: number } {
    const { rows, bits, low, shard } = this;
    let size = 0;
    for (let slot = 0; slot < rows.length; slot++) if (rows[slot] !== 0) size++;
    const visitors = new Int32Array(size);
    const starts = new Uint32Array(size + 1);
    const several = new Uint8Array(size);
    let v = 0;
    let count = 0;
    for (let slot = 0; slot < rows.length; slot++) {
      const own = rows[slot] ?? 0;
      if (own === 0) continue;
      visitors[v] = ((slot + low) << bits) | shard.shard;
      starts[v] = count;
      several[v++] = this.several[slot] ?? 0;
      rows[slot] = count;
      count += own;
    }
    starts[size] = count;
    return { visitors, starts, several, count };
  }

  /** Where the rows of a run go: behind those of the runs before it. */
  place({ visitors, starts }: SourceRun): Stretches {
    const { rows, bits, low, shard } = this;
    const inShard = shard.shards - 1;
    const found = new StretchList(visitors.length);
    for (let v = 0; v < visitors.length; v++) {
      const who = visitors[v] ?? 0;
      if ((who & inShard) !== shard.shard) continue;
      const slot = (who >>> bits) - low;
      const from = starts[v] ?? 0;
      const end = starts[v + 1] ?? 0;
      const place = rows[slot] ?? 0;
      found.add(from, end, place);
      rows[slot] = place + end - from;
    }
    return found.taken();
  }
}

const highest = (numbers: Uint32Array | Float64Array): number => {
  let most = 0;
  for (let i = 0; i < numbers.length; i++) most = Math.max(most, numbers[i] ?? 0);
  return most;
};

/** Room for numbers of arrival, of four bytes while they fit. */
const roomForSeq = (runs: readonly SourceRun[], count: number): Uint32Array | Float64Array =>
  runs.every(({ seqBase, seq }) => seqBase + highest(seq) <= 0xffffffff)
    ? new Uint32Array(count)
    : new Float64Array(count);

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

/** Every flag under its own name. */
const sameFlags = Uint32Array.from({ length: 256 }, (_, flags) => flags);

/** Gathers the rows of one shard. `runs` hold all of it or more, by ascending month. */
export const gatherRuns = (runs: readonly SourceRun[], shard: Shard): Gathered => {
  const all = new ShardVisitors(runs, shard);
  const { visitors, starts, several, count } = all.lineUp();
  const sources = runs.map((run) => all.place(run));
  const at = new Float64Array(count);
  const seq = roomForSeq(runs, count);
  const flags = new Uint8Array(count);
  for (const [s, run] of runs.entries()) {
    const stretches = sources[s];
    if (!stretches) continue;
    gatherNumbers(at, run.at, run.month, stretches);
    gatherNumbers(seq, run.seq, run.seqBase, stretches);
    gatherCodes(flags, run.flags, sameFlags, stretches);
  }
  const disorder = orderVisitors({ at, seq }, starts, several);
  putInOrder(flags, disorder);
  const core = { count, visitors, starts, at, seq, seqBase: 0, flags };
  return { core, count, sources, disorder, several, seen: seenOf(flags, starts) };
};
