import type { Column, Rows } from "@/lib/matching/column";
import { CodedColumn } from "./coded-column";
import { deriveChannels } from "./derive-channels";
import { deriveSessions } from "./derive-sessions";
import { eventFlags } from "./event-flags";
import { orderRows } from "./order-rows";
import type { Journeys } from "./scan";

/** One row as it comes from the log. Times in ms since 1970. */
export type LogRow = {
  seq: number;
  visitor: number;
  at: number;
  receivedAt: number;
  name: string;
  sessionId: string | null;
  passive: boolean;
  bot: boolean;
};

/** The log as one question sees it. */
export type LogView = Rows & Journeys;

/** Rows in journey order with the session of each; a channel column once somebody asked for it. */
type Sessions = { order: Int32Array; session: Int32Array; channels?: Column };

const growFloats = (values: Float64Array, count: number): Float64Array => {
  if (values.length >= count) return values;
  const larger = new Float64Array(Math.max(count, Math.ceil(values.length * 1.5), 1024));
  larger.set(values);
  return larger;
};

const growInts = <T extends Int32Array | Uint8Array>(
  values: T,
  count: number,
  make: (length: number) => T,
): T => {
  if (values.length >= count) return values;
  const larger = make(Math.max(count, Math.ceil(values.length * 1.5), 1024));
  larger.set(values);
  return larger;
};

/**
 * One project's events in memory: columns in order of arrival, and the order in which journeys read them. Rows are
 * only ever added; `index` then brings what is derived from them up to date.
 */
export class ProjectLog {
  count = 0;
  at: Float64Array = new Float64Array(0);
  seq: Float64Array = new Float64Array(0);
  readonly name = new CodedColumn();
  /** `eventFlags` of each row. */
  flags: Uint8Array = new Uint8Array(0);
  /** Visitor numbers after merges. */
  visitor: Int32Array = new Int32Array(0);
  /** The time of the latest event, ms since 1970. */
  latestAt = Number.NEGATIVE_INFINITY;
  /** The newest receipt, ms since 1970; 0 when empty. */
  receivedAt = 0;
  private written: Int32Array = new Int32Array(0);
  private readonly explicitSession = new CodedColumn();
  private readonly columns = new Map<string, CodedColumn>();
  private readonly mergedInto = new Map<number, number>();
  /** All rows in journey order. */
  private order: Int32Array = new Int32Array(0);
  private bots = 0;
  private withBots: Sessions | undefined;
  private withoutBots: Sessions | undefined;

  constructor(readonly sessionGapMs: number) {}

  /** Adds a row and answers its number; fields of loaded columns follow with `setField`. */
  add(row: LogRow): number {
    const place = this.count++;
    this.at = growFloats(this.at, this.count);
    this.seq = growFloats(this.seq, this.count);
    this.flags = growInts(this.flags, this.count, (length) => new Uint8Array(length));
    this.written = growInts(this.written, this.count, (length) => new Int32Array(length));
    this.at[place] = row.at;
    this.seq[place] = row.seq;
    this.flags[place] =
      (row.passive ? eventFlags.passive : 0) |
      (row.bot ? eventFlags.bot : 0) |
      (row.sessionId === null ? 0 : eventFlags.ownSession);
    this.written[place] = row.visitor;
    this.name.set(place, row.name);
    if (row.sessionId !== null) this.explicitSession.set(place, row.sessionId);
    if (row.bot) this.bots++;
    if (row.at > this.latestAt) this.latestAt = row.at;
    if (row.receivedAt > this.receivedAt) this.receivedAt = row.receivedAt;
    return place;
  }

  addMerge(fromNo: number, intoNo: number): void {
    this.mergedInto.set(fromNo, intoNo);
  }

  get mergeCount(): number {
    return this.mergedInto.size;
  }

  has(field: string): boolean {
    return this.columns.has(field);
  }

  get loadedFields(): readonly string[] {
    return [...this.columns.keys()];
  }

  /** Starts a column; every row is missing in it until set. */
  addColumn(field: string): void {
    const parse = field.startsWith("property.") ? (text: string): unknown => JSON.parse(text) : undefined;
    this.columns.set(field, new CodedColumn(parse));
  }

  /** `text` is the stored text: JSON for properties. */
  setField(field: string, row: number, text: string): void {
    this.columns.get(field)?.set(row, text);
  }

  /** A loaded column. */
  column(field: string): CodedColumn {
    const column = this.columns.get(field);
    if (!column) throw new Error(`The column ${field} was not loaded.`);
    column.reserve(this.count);
    return column;
  }

  /** Brings journey order up to date after rows or merges were added. */
  index(): void {
    const { count } = this;
    this.name.reserve(count);
    this.explicitSession.reserve(count);
    this.visitor = this.written.slice(0, count);
    if (this.mergedInto.size > 0)
      for (let row = 0; row < count; row++) this.visitor[row] = this.winner(this.visitor[row] ?? 0);
    this.order = orderRows(count, this.visitor, this.at, this.seq);
    this.withBots = undefined;
    this.withoutBots = undefined;
  }

  /**
   * The log as it was at `asOf` (ms since 1970), with or without bots: an event that is not seen starts no session and
   * says nothing about a channel. Valid until rows are added.
   */
  seenBy({ asOf, includeBots }: { asOf: number; includeBots: boolean }): LogView {
    const { count, at, seq, name, flags, visitor } = this;
    const sessions = this.sessions(includeBots || this.bots === 0);
    let channels = asOf > this.latestAt ? sessions.channels : undefined;
    const channel = (): Column => {
      channels ??= deriveChannels({ ...sessions, count, at, asOf, column: (field) => this.column(field) });
      if (asOf > this.latestAt) sessions.channels = channels;
      return channels;
    };
    const column = (field: string): Column => (field === "channel" ? channel() : this.column(field));
    return { count, at, seq, name, flags, visitor, asOf, ...sessions, column };
  }

  private sessions(includeBots: boolean): Sessions {
    if (includeBots) {
      this.withBots ??= this.deriveSessions(this.order);
      return this.withBots;
    }
    const isHuman = (row: number): boolean => ((this.flags[row] ?? 0) & eventFlags.bot) === 0;
    this.withoutBots ??= this.deriveSessions(this.order.filter(isHuman));
    return this.withoutBots;
  }

  private deriveSessions(order: Int32Array): Sessions {
    const session = deriveSessions({
      order,
      visitor: this.visitor,
      at: this.at,
      flags: this.flags,
      explicit: this.explicitSession.codes,
      explicitCount: this.explicitSession.values.length,
      gapMs: this.sessionGapMs,
    });
    return { order, session };
  }

  private winner(no: number): number {
    let winner = no;
    for (let into = this.mergedInto.get(winner); into !== undefined; into = this.mergedInto.get(winner))
      winner = into;
    return winner;
  }
}
