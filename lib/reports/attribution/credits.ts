// Hot path: called for every conversion, touch and model; arrays are kept and grow.

/** Millionths of a conversion: the smallest part that is counted. */
export const whole = 1_000_000;

/** A conversion, or a part of it: its money in minor units; `currency` is −1 without any, `converted` NaN without a rate. */
export type Amount = { parts: number; currency: number; minor: number; converted: number };

/**
 * What went back to each row: millionths of conversions, money by currency in minor units, what of it could be converted,
 * and by currency what could not. Plain data; all whole numbers, so that sums are exact.
 */
export type CreditColumns = {
  parts: Float64Array;
  money: Map<string, Float64Array>;
  converted: Float64Array;
  unconverted: Map<string, Float64Array>;
};

/** The row of what has no touch; after it come the keys. */
export const untouchedRow = 0;
export const rowOfKey = (key: number): number => key + 1;

/** Currencies of one part by number. */
export class Currencies {
  readonly codes: string[] = [];

  of(currency: string): number {
    const place = this.codes.indexOf(currency);
    return place < 0 ? this.codes.push(currency) - 1 : place;
  }
}

/** The column, or a larger copy that has the row. */
export const withRoom = (column: Float64Array, row: number): Float64Array => {
  if (row < column.length) return column;
  const larger = new Float64Array(2 * (row + 1));
  larger.set(column);
  return larger;
};

/** An amount's parts, its money and that as converted, each by place. */
export type Divided = { parts: Float64Array; minors: Float64Array; converteds: Float64Array };

/** The column of a currency, made if it is new. */
const columnOf = (columns: (Float64Array | undefined)[], currency: number, length: number): Float64Array => {
  const column = columns[currency] ?? new Float64Array(length);
  columns[currency] = column;
  return column;
};

const addEach = (column: Float64Array, keys: Int32Array, amounts: Float64Array, count: number): void => {
  for (let k = 0; k < count; k++) {
    const row = rowOfKey(keys[k] ?? 0);
    column[row] = (column[row] ?? 0) + (amounts[k] ?? 0);
  }
};

/** Sums of credits by row. */
export class Credits {
  /** The length of every column. */
  private length = 32;
  private parts: Float64Array = new Float64Array(32);
  private converted: Float64Array = new Float64Array(32);
  /** By currency. */
  private readonly money: (Float64Array | undefined)[] = [];
  private readonly unconverted: (Float64Array | undefined)[] = [];

  constructor(private readonly currencies: Currencies) {}

  /** Makes room for rows up to this one: before anything is added to them. */
  reserve(row: number): void {
    if (row < this.length) return;
    this.parts = withRoom(this.parts, row);
    this.converted = withRoom(this.converted, row);
    for (const columns of [this.money, this.unconverted])
      for (const [currency, column] of columns.entries())
        if (column) columns[currency] = withRoom(column, row);
    this.length = this.parts.length;
  }

  /** Adds an amount to a row. */
  add(row: number, { parts: more, currency, minor, converted: own }: Amount): void {
    const { parts, converted, length } = this;
    parts[row] = (parts[row] ?? 0) + more;
    if (currency < 0) return;
    const money = columnOf(this.money, currency, length);
    money[row] = (money[row] ?? 0) + minor;
    const isKnown = !Number.isNaN(own);
    const into = isKnown ? converted : columnOf(this.unconverted, currency, length);
    into[row] = (into[row] ?? 0) + (isKnown ? own : minor);
  }

  /** Adds an amount that was divided to the rows of the first `count` of these keys. */
  addDivided(keys: Int32Array, count: number, { currency, converted: own }: Amount, divided: Divided): void {
    addEach(this.parts, keys, divided.parts, count);
    if (currency < 0) return;
    addEach(columnOf(this.money, currency, this.length), keys, divided.minors, count);
    if (!Number.isNaN(own)) addEach(this.converted, keys, divided.converteds, count);
    else addEach(columnOf(this.unconverted, currency, this.length), keys, divided.minors, count);
  }

  /** What was counted of the first `rows` rows. */
  columns(rows: number): CreditColumns {
    const cut = (column: Float64Array) => withRoom(column, rows).slice(0, rows);
    const named = (columns: readonly (Float64Array | undefined)[]) =>
      new Map(
        this.currencies.codes.flatMap((code, place): [string, Float64Array][] => {
          const column = columns[place];
          return column ? [[code, cut(column)]] : [];
        }),
      );
    return {
      parts: cut(this.parts),
      converted: cut(this.converted),
      money: named(this.money),
      unconverted: named(this.unconverted),
    };
  }
}

/** No credits, for so many rows. */
export const noCredits = (rows: number): CreditColumns => ({
  parts: new Float64Array(rows),
  converted: new Float64Array(rows),
  money: new Map(),
  unconverted: new Map(),
});

const addColumn = (into: Float64Array, more: Float64Array, rowOf: Int32Array): void => {
  for (let row = 0; row < more.length; row++) {
    const place = rowOf[row] ?? 0;
    into[place] = (into[place] ?? 0) + (more[row] ?? 0);
  }
};

const addNamed = (
  into: Map<string, Float64Array>,
  more: ReadonlyMap<string, Float64Array>,
  rowOf: Int32Array,
  rows: number,
): void => {
  for (const [currency, column] of more) {
    const sums = into.get(currency) ?? new Float64Array(rows);
    into.set(currency, sums);
    addColumn(sums, column, rowOf);
  }
};

/** Adds credits to others; `rowOf` has the place there by row. */
export const addCredits = (into: CreditColumns, more: CreditColumns, rowOf: Int32Array): void => {
  addColumn(into.parts, more.parts, rowOf);
  addColumn(into.converted, more.converted, rowOf);
  addNamed(into.money, more.money, rowOf, into.parts.length);
  addNamed(into.unconverted, more.unconverted, rowOf, into.parts.length);
};
