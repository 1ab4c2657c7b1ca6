import { ColumnBuilder } from "./column-builder";
import { encodeCore } from "./encode-column";
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
    return this.encode(shardsOf).map(({ run }) => run);
  }

  /** The same with the first rows of each run, for runs that are stored. */
  buildToStore(shardsOf: ShardsOf): EncodedRun[] {
    const { count, visitor, at, seq, flags, columns } = this;
    const encoded = this.encode(shardsOf);
    const firstRows = new FirstRows(columns, count);
    const orders = encoded.map(({ run, order }) => {
      const firsts = firstRows.of({ order, visitor, at, flags });
      run.firsts = firsts.length;
      return firsts.length < order.length ? firsts : new Int32Array(0);
    });
    for (const [place, order] of orders.entries()) {
      const run = encoded[place]?.run;
      if (!run || order.length === 0) continue;
      const { bytes } = encodeCore({ order, month: run.month, visitor, at, seq, flags });
      run.columns.set(`${firstPrefix}core`, bytes);
    }
    for (const field of firstFields)
      for (const [place, bytes] of (columns.get(field)?.encode(orders, count) ?? []).entries())
        if (bytes) encoded[place]?.run.columns.set(firstPrefix + field, bytes);
    return encoded.map(({ run }) => run);
  }

  private encode(shardsOf: ShardsOf): { run: EncodedRun; order: Int32Array }[] {
    const { count, seq, visitor, at, flags } = this;
    const groups = splitRows(count, { at, visitor }, shardsOf);
    const orders = groups.map(({ rows }) => rows);
    const runs = groups.map(({ month, shard, shards, rows: order }): EncodedRun => {
      orderRows(order, { visitor, at, seq });
      const { bytes, visitors } = encodeCore({ order, month, visitor, at, seq, flags });
      const columns = new Map([["core", bytes]]);
      return { month, shard, shards, events: order.length, visitors, columns };
    });
    for (const [field, column] of this.columns)
      for (const [place, bytes] of column.encode(orders, count).entries())
        if (bytes) runs[place]?.columns.set(field, bytes);
    return runs.flatMap((run, place) => {
      const order = orders[place];
      return order ? [{ run, order }] : [];
    });
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
