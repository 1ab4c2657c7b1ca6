import { ColumnBuilder, type OrderedRows } from "./column-builder";
import { encodeCore } from "./encode-core";
import { FirstRows, firstFields } from "./first-rows";
import { orderRows } from "./order-rows";
import { type EncodedRun, firstPrefix, type Run } from "./run";
import { splitRows } from "./split-rows";

// Hot path: `add` is called for every event.

type Kept = {
  /** The number to file a visitor's rows under, or −1 to leave them out; asked once a visitor. */
  visitorOf?: (visitor: number) => number;
  /** Whether to leave a single row out. */
  dropSeq?: (seq: number) => boolean;
};

/** Into how many shards a month (ms since 1970) with so many events is split: a power of two. */
type ShardsOf = (month: number, events: number) => number;

type CoreColumns = { visitor: Int32Array; at: Float64Array; seq: Float64Array; flags: Uint8Array };

/** The rows of one run: `core` is of `rows`, and orders are places in both. */
type Group = OrderedRows & { run: EncodedRun; core: CoreColumns; order: Int32Array };

/** Collects rows in any order, from the log or from older runs, and makes runs of them. */
export class RunBuilder {
  count = 0;
  private seq = new Float64Array(1024);
  private visitor = new Int32Array(1024);
  private at = new Float64Array(1024);
  private flags = new Uint8Array(1024);
  private readonly columns = new Map<string, ColumnBuilder>();

  /** Adds a row and answers its place, for `column(field).set(place, value)`. `at` in ms since 1970. */
  add(seq: number, visitor: number, at: number, flags: number): number {
    const row = this.count++;
    if (row >= this.seq.length) this.reserve(2 * this.seq.length);
    this.seq[row] = seq;
    this.visitor[row] = visitor;
    this.at[row] = at;
    this.flags[row] = flags;
    return row;
  }

  /** The column of a field, made when first asked for; worth keeping over many rows. */
  column(field: string): ColumnBuilder {
    let column = this.columns.get(field);
    if (!column) {
      column = new ColumnBuilder();
      this.columns.set(field, column);
    }
    return column;
  }

  /** Adds rows of a run with these of its fields. */
  addRun(run: Run, fields: readonly string[], { visitorOf, dropSeq }: Kept = {}): void {
    const first = this.count;
    const kept = new Uint32Array(run.count);
    this.reserve(first + run.count);
    for (let v = 0; v < run.visitors.length; v++) {
      const own = run.visitors[v] ?? 0;
      const who = visitorOf ? visitorOf(own) : own;
      if (who < 0) continue;
      const end = run.starts[v + 1] ?? 0;
      for (let row = run.starts[v] ?? 0; row < end; row++) {
        const seq = run.seqBase + (run.seq[row] ?? 0);
        if (dropSeq?.(seq)) continue;
        kept[this.add(seq, who, run.month + (run.at[row] ?? 0), run.flags[row] ?? 0) - first] = row;
      }
    }
    const rows = kept.subarray(0, this.count - first);
    for (const field of fields) {
      const column = run.column(field);
      if (column.dictionary.size > 0) this.column(field).addColumn(first, column, rows);
    }
  }

  /**
   * Sorts and encodes: one run a month of occurrence (UTC) and shard, none empty. The builder is left as it was.
   */
  build(shardsOf: ShardsOf): EncodedRun[] {
    const groups = this.group(shardsOf);
    for (const [field, column] of this.columns) this.encode(field, column, groups);
    return groups.map(({ run }) => run);
  }

  /** The same with the first rows of each run, for runs that are stored. */
  buildToStore(shardsOf: ShardsOf): EncodedRun[] {
    const groups = this.group(shardsOf);
    const firstRows = new FirstRows(this.columns, this.count);
    const both = groups.map((group): Group => {
      const { run, rows, order, core } = group;
      const firsts = firstRows.of({ rows, order, ...core });
      run.firsts = firsts.length;
      if (firsts.length === order.length) return group;
      run.columns.set(`${firstPrefix}core`, encodeCore({ order: firsts, month: run.month, ...core }).bytes);
      return { ...group, orders: [order, firsts] };
    });
    for (const [field, column] of this.columns)
      this.encode(field, column, firstFields.includes(field) ? both : groups);
    return groups.map(({ run }) => run);
  }

  private encode(field: string, column: ColumnBuilder, groups: readonly Group[]): void {
    for (const [place, [bytes, firsts]] of column.encode(groups, this.count).entries()) {
      const columns = groups[place]?.run.columns;
      if (bytes) columns?.set(field, bytes);
      if (firsts) columns?.set(firstPrefix + field, firsts);
    }
  }

  /** The rows of each run to be, sorted, and the run with its core. */
  private group(shardsOf: ShardsOf): Group[] {
    const { count, visitor, at } = this;
    return splitRows(count, { at, visitor }, shardsOf).map(({ month, shard, shards, rows }): Group => {
      const core = this.coreOf(rows);
      const order = new Int32Array(rows.length);
      for (let i = 0; i < order.length; i++) order[i] = i;
      orderRows(order, core);
      const { bytes, visitors } = encodeCore({ order, month, ...core });
      const columns = new Map([["core", bytes]]);
      const run = { month, shard, shards, events: order.length, visitors, columns };
      return { run, rows, core, order, orders: [order] };
    });
  }

  private coreOf(rows: Int32Array): CoreColumns {
    const visitor = new Int32Array(rows.length);
    const at = new Float64Array(rows.length);
    const seq = new Float64Array(rows.length);
    const flags = new Uint8Array(rows.length);
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] ?? 0;
      visitor[i] = this.visitor[row] ?? 0;
      at[i] = this.at[row] ?? 0;
      seq[i] = this.seq[row] ?? 0;
      flags[i] = this.flags[row] ?? 0;
    }
    return { visitor, at, seq, flags };
  }

  private reserve(capacity: number): void {
    if (this.seq.length >= capacity) return;
    const { seq, visitor, at, flags } = this;
    const size = Math.max(capacity, Math.ceil(1.5 * seq.length));
    this.seq = new Float64Array(size);
    this.seq.set(seq);
    this.visitor = new Int32Array(size);
    this.visitor.set(visitor);
    this.at = new Float64Array(size);
    this.at.set(at);
    this.flags = new Uint8Array(size);
    this.flags.set(flags);
  }
}
