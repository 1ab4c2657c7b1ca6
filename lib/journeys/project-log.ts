import { channelOf } from "@/lib/channels/channel-of";
import type { Rows } from "@/lib/matching/column";
import { CodedColumn } from "./coded-column";
import { deriveSessions } from "./derive-sessions";
import { eventFlags } from "./event-flags";
import { orderRows } from "./order-rows";

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

/** What the channel of a session is made of. */
export const trafficFields = [
  "path",
  "referrer",
  "utm.source",
  "utm.medium",
  "utm.campaign",
  "clickId",
] as const;

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
 * only ever added; `index` then brings journey order, sessions and channels up to date.
 */
export class ProjectLog implements Rows {
  count = 0;
  at: Float64Array = new Float64Array(0);
  seq: Float64Array = new Float64Array(0);
  readonly name = new CodedColumn();
  /** `eventFlags` of each row. */
  flags: Uint8Array = new Uint8Array(0);
  /** Visitor numbers after merges. */
  visitor: Int32Array = new Int32Array(0);
  /** Rows in journey order. */
  order: Int32Array = new Int32Array(0);
  /** Session of each row; −1 for passive events outside any. */
  session: Int32Array = new Int32Array(0);
  /** The newest receipt, ms since 1970; 0 when empty. */
  receivedAt = 0;
  private written: Int32Array = new Int32Array(0);
  private readonly explicitSession = new CodedColumn();
  private readonly columns = new Map<string, CodedColumn>();
  private readonly mergedInto = new Map<number, number>();
  private channels: CodedColumn | undefined;

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

  column(field: string): CodedColumn {
    if (field === "channel") {
      this.channels ??= this.deriveChannels();
      return this.channels;
    }
    const column = this.columns.get(field);
    if (!column) throw new Error(`The column ${field} was not loaded.`);
    column.reserve(this.count);
    return column;
  }

  /** Brings everything derived up to date after rows or merges were added. */
  index(): void {
    const { count } = this;
    this.name.reserve(count);
    this.explicitSession.reserve(count);
    this.visitor = this.written.slice(0, count);
    if (this.mergedInto.size > 0)
      for (let row = 0; row < count; row++) this.visitor[row] = this.winner(this.visitor[row] ?? 0);
    this.order = orderRows(count, this.visitor, this.at, this.seq);
    this.session = deriveSessions({
      count,
      order: this.order,
      visitor: this.visitor,
      at: this.at,
      flags: this.flags,
      explicit: this.explicitSession.codes,
      explicitCount: this.explicitSession.values.length,
      gapMs: this.sessionGapMs,
    });
    this.channels = undefined;
  }

  private winner(no: number): number {
    let winner = no;
    for (let into = this.mergedInto.get(winner); into !== undefined; into = this.mergedInto.get(winner))
      winner = into;
    return winner;
  }

  /**
   * The channel of each row's session, from its first event that has any traffic field. A session with pages but no
   * traffic is direct; one without pages (a server's) says nothing about channels.
   */
  private deriveChannels(): CodedColumn {
    const text = (field: string, row: number): string | null => {
      const column = this.column(field);
      const code = column.codes[row] ?? -1;
      return code < 0 ? null : String(column.values[code]);
    };
    const ofSession = new Map<number, string | null>();
    for (const row of this.order) {
      const session = this.session[row] ?? -1;
      const known = ofSession.get(session);
      if (session < 0 || (known !== undefined && known !== null && known !== "Direct")) continue;
      const traffic = {
        referrer: text("referrer", row),
        source: text("utm.source", row),
        medium: text("utm.medium", row),
        campaign: text("utm.campaign", row),
        clickId: text("clickId", row),
      };
      const channel = channelOf(traffic);
      if (channel !== "Direct" || text("path", row) !== null) ofSession.set(session, channel);
      else if (known === undefined) ofSession.set(session, null);
    }
    const channels = new CodedColumn();
    channels.reserve(this.count);
    for (let row = 0; row < this.count; row++) {
      const channel = ofSession.get(this.session[row] ?? -1);
      if (channel) channels.set(row, channel);
    }
    return channels;
  }
}
