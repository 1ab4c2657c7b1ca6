import type { ColumnBuilder } from "./column-builder";
import { trafficFields } from "./derive-channels";
import { longestMs } from "./derive-sessions";
import { eventFlags } from "./event-flags";

// Hot path: called for every row of a run that is written.

/** The fields of which the first one tells how a visitor came, beside those of traffic. */
const toldOnce = ["country", "device", "browser", "os", "language"] as const;

/** What the first rows of a run have: all that is asked of a visitor's first touch. */
export const firstFields: readonly string[] = [
  "name",
  "sessionId",
  "host",
  "title",
  ...trafficFields,
  "utm.content",
  "utm.term",
  ...toldOnce,
];

/** What a row says, a bit each; those of `toldOnce` come after them. */
const says = { page: 1, traffic: 2, view: 4 } as const;
const firstToldBit = 3;
const once = says.view | (((1 << toldOnce.length) - 1) << firstToldBit);

/** Of a session that its sender named: which of its rows were taken. */
const taken = { active: 1, way: 2, traffic: 4 } as const;

/** Some rows of a builder, and what is known of them; `order` are places in all of these, by (visitor, at, seq). */
type Rows = {
  rows: Int32Array;
  order: Int32Array;
  visitor: Int32Array;
  at: Float64Array;
  flags: Uint8Array;
};

const viewBit = (name: unknown): number => (name === "Page Viewed" ? says.view : 0);

/**
 * Finds the rows that say how visitors came: whoever has these of every run, and all rows from some time on, finds the
 * same first event, first touch and first session as with all rows, whatever else comes between them, is cut off at the
 * end or is left out as a bot's, however long a gap ends a session.
 */
export class FirstRows {
  private readonly saidOfAll: Uint16Array;
  private readonly sessionOfAll: Uint32Array;
  /** The same of the rows that are looked at. */
  private said = new Uint16Array(0);
  private session = new Uint32Array(0);
  /** By the code of a session: whose it was last, and what was taken of it. */
  private readonly ownerOf: Uint32Array;
  private readonly takenOf: Uint8Array;
  private turns = 0;

  /** `count` rows of a builder with these columns. */
  constructor(columns: ReadonlyMap<string, ColumnBuilder>, count: number) {
    const said = new Uint16Array(count);
    const mark = (field: string, bit: number) => columns.get(field)?.markRows(said, () => bit);
    for (const field of trafficFields) mark(field, field === "path" ? says.page : says.traffic);
    for (const [place, field] of toldOnce.entries()) mark(field, 1 << (firstToldBit + place));
    columns.get("name")?.markRows(said, viewBit);
    this.saidOfAll = said;
    const sessions = columns.get("sessionId");
    this.sessionOfAll = sessions?.codesOf(count) ?? new Uint32Array(count);
    this.ownerOf = new Uint32Array((sessions?.size ?? 0) + 1);
    this.takenOf = new Uint8Array((sessions?.size ?? 0) + 1);
  }

  /** The first rows among these, in the same order. */
  of(rows: Rows): Int32Array {
    const { order, visitor, flags } = rows;
    this.gather(rows.rows);
    const isFirst = new Uint8Array(order.length);
    for (let start = 0, end = 0; start < order.length; start = end) {
      const who = visitor[order[start] ?? 0] ?? 0;
      let seen = 0;
      for (end = start; end < order.length && visitor[order[end] ?? 0] === who; end++)
        seen |= flags[order[end] ?? 0] ?? 0;
      this.mark(rows, start, end, 0, isFirst);
      if ((seen & eventFlags.bot) !== 0) this.mark(rows, start, end, eventFlags.bot, isFirst);
    }
    return order.filter((_, i) => isFirst[i] === 1);
  }

  private gather(rows: Int32Array): void {
    const { saidOfAll, sessionOfAll } = this;
    const said = new Uint16Array(rows.length);
    const session = new Uint32Array(rows.length);
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i] ?? 0;
      said[i] = saidOfAll[row] ?? 0;
      session[i] = sessionOfAll[row] ?? 0;
    }
    this.said = said;
    this.session = session;
  }

  /** Marks one visitor's first rows; those with a flag of `unseen` are not there. */
  private mark(
    { order, at, flags }: Rows,
    start: number,
    end: number,
    unseen: number,
    isFirst: Uint8Array,
  ): void {
    const { said } = this;
    const turn = ++this.turns;
    let told = 0;
    let isAny = false;
    let isOpen = true;
    let hasWay = false;
    let until = Number.POSITIVE_INFINITY;
    for (let i = start; i < end; i++) {
      const row = order[i] ?? 0;
      const flag = flags[row] ?? 0;
      if ((flag & unseen) !== 0) continue;
      const own = said[row] ?? 0;
      const isActive = (flag & eventFlags.passive) === 0;
      const isWay = (own & (says.page | says.traffic)) !== 0;
      const isTraffic = (own & says.traffic) !== 0;
      let isWanted = !isAny || (own & once & ~told) !== 0;
      isAny = true;
      told |= own;
      if ((flag & eventFlags.ownSession) !== 0)
        isWanted = (isActive ? this.isNews(turn, row, hasWay, own) : isWay) || isWanted;
      else if (isOpen && (at[row] ?? 0) <= until) {
        isWanted ||= isActive || isWay;
        if (isActive && isWay && until === Number.POSITIVE_INFINITY) until = (at[row] ?? 0) + longestMs;
        if (isActive && isTraffic) isOpen = false;
      }
      hasWay ||= isActive && isWay;
      if (isWanted) isFirst[i] = 1;
    }
  }

  /** Whether a row tells something of its sender's session that no row of it told before. */
  private isNews(turn: number, row: number, hasWay: boolean, said: number): boolean {
    const { ownerOf, takenOf } = this;
    const session = this.session[row] ?? 0;
    if (ownerOf[session] !== turn) {
      ownerOf[session] = turn;
      takenOf[session] = 0;
    }
    let news = hasWay ? 0 : taken.active;
    if ((said & (says.page | says.traffic)) !== 0) news |= taken.way;
    if ((said & says.traffic) !== 0) news |= taken.traffic;
    const before = takenOf[session] ?? 0;
    takenOf[session] = before | news;
    return (news & ~before) !== 0;
  }
}
