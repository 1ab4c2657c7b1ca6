import type { Codes, Column, Dictionary } from "@/lib/matching/column";
import { type Compiled, matchRows } from "@/lib/matching/compile";
import { flagsOfRow, LeafMemory } from "@/lib/matching/leaf-memory";
import { newCodes } from "./decode-column";
import type { GatheredFacts } from "./gather-runs";
import type { Run, RunCore } from "./run";

// Rows that few matchers satisfy are looked at over and over: orders by every question that counts them. Kept apart they
// lie side by side, and so do what is known of their values.

/** A larger share of the rows is not worth keeping twice. */
const largestShare = 1 / 4;
/** So many times the share of one is kept at most. */
const mostShares = 2;
/** So many answers are remembered, those that were not worth it among them. */
const mostKnown = 64;
/** Codes of fewer values are kept as they are. */
const fewValues = 4_096;

/** The values that rows have, in the order in which they have them first. */
const valuesOfRows = ({ codes, dictionary }: Column, rows: Uint32Array): Column => {
  const become = new Uint32Array(dictionary.size + 1);
  const used: number[] = [];
  const found = newCodes(Math.min(dictionary.size, rows.length), rows.length);
  for (let i = 0; i < rows.length; i++) {
    const code = codes[rows[i] ?? 0] ?? 0;
    if (code === 0) continue;
    if (become[code] === 0) become[code] = used.push(code - 1);
    found[i] = become[code] ?? 0;
  }
  const codeBefore = Uint32Array.from(used);
  const of = (code: number): number => codeBefore[code] ?? dictionary.size;
  const { hash } = dictionary;
  const values: Dictionary = {
    size: used.length,
    value: (code) => dictionary.value(of(code)),
    ...(hash && { hash: (code: number) => hash(of(code)) }),
  };
  return { codes: found, dictionary: values };
};

const columnOfRows = (column: Column, rows: Uint32Array): Column => {
  const { codes, dictionary } = column;
  if (dictionary.size > fewValues) return valuesOfRows(column, rows);
  const found: Codes = newCodes(dictionary.size, rows.length);
  for (let i = 0; i < rows.length; i++) found[i] = codes[rows[i] ?? 0] ?? 0;
  return { codes: found, dictionary };
};

type Core = RunCore & Pick<GatheredFacts, "seen" | "several"> & { at: Float64Array };

const coreOfRows = (run: Run, facts: GatheredFacts, rows: Uint32Array): Core => {
  const visitors: number[] = [];
  const starts: number[] = [];
  const seen: number[] = [];
  const several: number[] = [];
  const count = rows.length;
  const at = new Float64Array(count);
  const seq = new Float64Array(count);
  const flags = new Uint8Array(count);
  let i = 0;
  for (let v = 0; v < run.visitors.length && i < count; v++) {
    const end = run.starts[v + 1] ?? 0;
    const first = i;
    let bits = 0;
    for (let row = rows[i] ?? 0; i < count && row < end; row = rows[++i] ?? 0) {
      at[i] = run.at[row] ?? 0;
      seq[i] = run.seq[row] ?? 0;
      flags[i] = run.flags[row] ?? 0;
      bits |= flags[i] ?? 0;
    }
    if (i === first) continue;
    visitors.push(run.visitors[v] ?? 0);
    starts.push(first);
    seen.push(bits);
    several.push(facts.several[v] ?? 0);
  }
  starts.push(count);
  return {
    count,
    visitors: Int32Array.from(visitors),
    starts: Uint32Array.from(starts),
    at,
    seq,
    seqBase: run.seqBase,
    flags,
    seen: Uint8Array.from(seen),
    several: Uint8Array.from(several),
  };
};

/** Some rows of a gathered run as a run of their own. */
class RowsApart {
  private readonly core: Core;
  private readonly columns = new Map<string, Column>();
  private readonly known: GatheredFacts["known"] = { reportBytes: new Map(), leaves: new LeafMemory() };

  constructor(
    run: Run,
    facts: GatheredFacts,
    private readonly rows: Uint32Array,
  ) {
    this.core = coreOfRows(run, facts, rows);
  }

  get count(): number {
    return this.core.count;
  }

  get bytes(): number {
    const { at, seq, flags, visitors, starts, seen, several } = this.core;
    let bytes = this.rows.byteLength + this.known.leaves.bytes;
    for (const list of [at, seq, flags, visitors, starts, seen, several]) bytes += list.byteLength;
    for (const { codes, dictionary } of this.columns.values())
      bytes += codes.byteLength + Uint32Array.BYTES_PER_ELEMENT * dictionary.size;
    return bytes;
  }

  /** `run` is the one they are of, with the columns that are loaded by now. */
  asRun(run: Run, { from, to }: GatheredFacts): Run {
    const { seen, several, ...core } = this.core;
    const { known } = this;
    return {
      ...core,
      month: run.month,
      shard: run.shard,
      shards: run.shards,
      column: (field) => this.column(field, run),
      gathered: { seen, several, from, to, known },
    };
  }

  private column(field: string, run: Run): Column {
    const column = this.columns.get(field) ?? columnOfRows(run.column(field), this.rows);
    this.columns.set(field, column);
    return column;
  }
}

const rowsThatMatch = (run: Run, compiled: Compiled): Uint32Array | undefined => {
  const { ofName, flagged } = matchRows(compiled, run, run.gathered?.known.leaves);
  const { codes } = run.column("name");
  const found = new Uint32Array(Math.floor(run.count * largestShare));
  let count = 0;
  for (let row = 0; row < run.count; row++) {
    if ((ofName[codes[row] ?? 0] ?? 0) === 0 && flagsOfRow(flagged, row) === 0) continue;
    if (count === found.length) return undefined;
    found[count++] = row;
  }
  return found.slice(0, count);
};

/** Remembers for rows that never change those that satisfy some matchers; the least recently asked are forgotten first. */
export class MatchingRows {
  /** Absent where they are too many. */
  private readonly known = new Map<string, RowsApart | undefined>();

  get bytes(): number {
    let bytes = 0;
    for (const one of this.known.values()) bytes += one?.bytes ?? 0;
    return bytes;
  }

  /**
   * The rows of a gathered run that satisfy any of the matchers, which rows alone decide; all of its rows where that is
   * a large share of them.
   */
  of(run: Run, facts: GatheredFacts, compiled: Compiled): Run {
    const { known } = this;
    const leaves = compiled.early.map(({ rule, filters }) => [rule, filters]);
    const key = JSON.stringify([[...compiled.names.keys()].sort(), leaves]);
    let apart = known.get(key);
    if (!apart && !known.has(key)) {
      const rows = rowsThatMatch(run, compiled);
      apart = rows && new RowsApart(run, facts, rows);
    }
    known.delete(key);
    known.set(key, apart);
    this.keepAtMost(run.count * largestShare * mostShares);
    return apart ? apart.asRun(run, facts) : run;
  }

  forget(): void {
    this.known.clear();
  }

  private keepAtMost(rows: number): void {
    const { known } = this;
    let total = 0;
    for (const one of known.values()) total += one?.count ?? 0;
    for (const [oldest, one] of known) {
      if (total <= rows && known.size <= mostKnown) return;
      known.delete(oldest);
      total -= one?.count ?? 0;
    }
  }
}
