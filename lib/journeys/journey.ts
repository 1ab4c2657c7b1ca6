import type { Codes, Dictionary } from "@/lib/matching/column";

/** A stored column of one run: what to add to its codes makes them codes of all runs, one less as 0 says missing. */
export type StoredCodes = { readonly codes: Codes; readonly add: number; readonly dictionary: Dictionary };

const noRows = new Int32Array(0);

/** What is known of visitors from before the rows that were asked for: of those, the events that say how they came. */
export type Past = {
  /** Those of the journey's visitor, without sessions. Good until the next call. */
  readonly older: (journey: Journey) => Journey;
  /**
   * The same with sessions and channels, whose numbers are their own, and with the journey's events behind them where these
   * may have a say in the first session that has a channel. Good until the next call.
   */
  readonly withSessions: (journey: Journey) => Journey;
};

/**
 * The events `start ≤ i < end` of one visitor, or of one of the visitor's sessions, in order of (at, seq). The arrays
 * are shared and valid only during the visit, which may change masks, and in flags nothing but `inRange`: that may still be
 * set from an earlier visit.
 */
export class Journey {
  // A class, as all that looks at journeys is fastest while they have one shape.
  visitor = 0;
  start = 0;
  end = 0;
  /** ms since 1970. */
  at: Float64Array;
  seq: Uint32Array | Float64Array;
  /** One bit a matcher. */
  mask: Uint32Array;
  /** No other bits are in the visitor's masks, and no others in more than one. */
  any = -1;
  repeated = -1;
  /**
   * Differs between the visitors of a scan; a visitor's are numbered one after the other in order of their first events.
   * −1 outside any.
   */
  session: Int32Array;
  /** How many sessions the visitor has, −1 where nobody counted them. */
  sessions = -1;
  /**
   * All events lie in sessions, one after the other, whose first events are at `sessionRows` from this place on; −1 where
   * that is not so, or not known.
   */
  firstSession = -1;
  sessionRows: Int32Array = noRows;
  /** `eventFlags`. */
  flags: Uint8Array;
  /** No other ones, but for `inRange`, are in the visitor's flags. */
  seen = -1;
  /** Event i is row i of the first source; else `row` and `source` say where an event lies. */
  inPlace = false;
  row: Int32Array;
  source: Int32Array;
  /** By source and place: its columns, `undefined` for what is derived. Most are asked for at few events. */
  columns: readonly (readonly (StoredCodes | undefined)[])[] = [];
  /** The derived channel's code, −1 for none. */
  channel: Int8Array;
  /** Present where the visitor has older events than those that were asked for. */
  past: Past | undefined = undefined;

  /** With room for so many events. */
  constructor(capacity: number) {
    this.at = new Float64Array(capacity);
    this.seq = new Float64Array(capacity);
    this.mask = new Uint32Array(capacity);
    this.session = new Int32Array(capacity).fill(-1);
    this.flags = new Uint8Array(capacity);
    this.row = new Int32Array(capacity);
    this.source = new Int32Array(capacity);
    this.channel = new Int8Array(capacity).fill(-1);
  }
}

/**
 * Writes where the sessions begin of a journey whose `firstSession` is known, and behind them its end. Answers how many
 * there are.
 */
export const sessionsInOrder = (
  { firstSession, sessionRows, sessions, end }: Journey,
  into: Int32Array,
): number => {
  for (let k = 0; k < sessions; k++) into[k] = sessionRows[firstSession + k] ?? 0;
  into[sessions] = end;
  return sessions;
};

/** The row of an event in the columns of its source. */
export const rowAt = (journey: Journey, i: number): number => (journey.inPlace ? i : (journey.row[i] ?? 0));

/** The place of the source in which an event lies. */
export const sourceAt = (journey: Journey, i: number): number =>
  journey.inPlace ? 0 : (journey.source[i] ?? 0);

/** The columns, by place, of the source in which an event lies; their codes go by `rowAt`. */
export const columnsAt = (journey: Journey, i: number): readonly (StoredCodes | undefined)[] | undefined =>
  journey.columns[sourceAt(journey, i)];

/**
 * The code of an event in the column at `place`, −1 where missing. Two codes may stand for one value, as every run has
 * its own: compare values.
 */
export const codeAt = (journey: Journey, place: number, i: number): number => {
  const column = columnsAt(journey, i)?.[place];
  if (!column) return journey.channel[i] ?? -1;
  const code = column.codes[rowAt(journey, i)] ?? 0;
  return code === 0 ? -1 : code + column.add;
};
