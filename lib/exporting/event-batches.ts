import { codeAt, type Journey } from "@/lib/journeys/journey";
import type { Dictionary } from "@/lib/matching/column";
import type { ValueColumn } from "./export-columns";
import { ValueBatch } from "./value-batch";

// Hot path: `add` is called for every visitor and looks at every value.

/** Events in columns; only the first `rows` of each count. */
export type EventBatch = {
  rows: number;
  readonly visitor: Int32Array;
  /** ms since 1970. */
  readonly occurredAt: BigInt64Array;
  /** From 1 on, 0 outside any. */
  readonly session: Int32Array;
  /** `eventFlags`. */
  readonly flags: Uint8Array;
  readonly values: readonly ValueBatch[];
};

/** A batch has so many values at most, of all its columns, and so many rows. */
const mostValues = 4 * 1024 ** 2;
const mostRows = 65_536;

/** Collects the events of journeys in batches of bounded size, and hands each over as soon as it is full. */
export class EventBatches {
  /** Events that were added. */
  events = 0;
  private readonly capacity: number;
  private readonly batch: EventBatch;
  /** How many numbers of sessions were given. */
  private sessions = 0;

  constructor(
    columns: readonly ValueColumn[],
    private readonly onFull: (batch: EventBatch) => void,
    rowsOfBatch = mostRows,
  ) {
    const capacity = Math.max(1, Math.min(rowsOfBatch, Math.floor(mostValues / columns.length)));
    this.capacity = capacity;
    this.batch = {
      rows: 0,
      visitor: new Int32Array(capacity),
      occurredAt: new BigInt64Array(capacity),
      session: new Int32Array(capacity),
      flags: new Uint8Array(capacity),
      values: columns.map((column) => new ValueBatch(column, capacity)),
    };
  }

  /** What is added from now on comes from a scan of these dictionaries, which are in order of the columns. */
  readFrom(dictionaries: readonly Dictionary[]): void {
    for (const [place, values] of this.batch.values.entries()) {
      const dictionary = dictionaries[place];
      if (!dictionary) throw new Error(`The scan has no column ${place}.`);
      values.readFrom(dictionary);
    }
  }

  /** Adds the events of a journey that happened from `from` on and before `to`, ms since 1970. */
  add(journey: Journey, { from, to }: { from: number; to: number }): void {
    const { at, start, end } = journey;
    let first = start;
    let last = end;
    while (first < last && (at[first] ?? 0) < from) first++;
    while (last > first && (at[last - 1] ?? 0) >= to) last--;
    const shift = this.numberSessions(journey, first, last);
    while (first < last) {
      const fitting = Math.min(last, first + this.capacity - this.batch.rows);
      this.append(journey, first, fitting, shift);
      first = fitting;
      if (this.batch.rows === this.capacity) this.flush();
    }
  }

  /** Hands over what is left. */
  flush(): void {
    if (this.batch.rows === 0) return;
    this.onFull(this.batch);
    this.batch.rows = 0;
    for (const values of this.batch.values) values.clear();
  }

  /** Gives the sessions of these events their numbers; answers what to add to those of the scan. */
  private numberSessions({ session }: Journey, first: number, last: number): number {
    let lowest = Number.POSITIVE_INFINITY;
    let highest = -1;
    for (let i = first; i < last; i++) {
      const number = session[i] ?? -1;
      if (number < 0) continue;
      if (number < lowest) lowest = number;
      if (number > highest) highest = number;
    }
    if (highest < 0) return 0;
    const shift = this.sessions + 1 - lowest;
    this.sessions += highest - lowest + 1;
    return shift;
  }

  private append(journey: Journey, first: number, last: number, shift: number): void {
    const { visitor, at, session, flags } = journey;
    const { batch } = this;
    const { rows, values } = batch;
    for (let i = first; i < last; i++) {
      const row = rows + i - first;
      const number = session[i] ?? -1;
      batch.visitor[row] = visitor;
      batch.occurredAt[row] = BigInt(at[i] ?? 0);
      batch.session[row] = number < 0 ? 0 : number + shift;
      batch.flags[row] = flags[i] ?? 0;
    }
    for (let place = 0; place < values.length; place++) {
      const column = values[place];
      if (column) for (let i = first; i < last; i++) column.set(rows + i - first, codeAt(journey, place, i));
    }
    batch.rows += last - first;
    this.events += last - first;
  }
}
