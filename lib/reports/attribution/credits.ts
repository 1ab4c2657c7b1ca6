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

/** Sums of credits by row. */
export class Credits {
  private parts: Float64Array = new Float64Array(32);
  private converted: Float64Array = new Float64Array(32);
  /** By currency. */
  private readonly money: Float64Array[] = [];
  private readonly unconverted: Float64Array[] = [];

  constructor(private readonly currencies: Currencies) {}

  add(row: number, parts: number, { currency, minor, converted }: Omit<Amount, "parts">): void {
    if (row >= this.parts.length) {
      this.parts = withRoom(this.parts, row);
      this.converted = withRoom(this.converted, row);
    }
    this.parts[row] = (this.parts[row] ?? 0) + parts;
    if (currency < 0) return;
    this.addTo(this.money, currency, row, minor);
    if (Number.isNaN(converted)) this.addTo(this.unconverted, currency, row, minor);
    else this.converted[row] = (this.converted[row] ?? 0) + converted;
  }

  /** What was counted of the first `rows` rows. */
  columns(rows: number): CreditColumns {
    const cut = (column: Float64Array) => withRoom(column, rows).slice(0, rows);
    const named = (columns: readonly Float64Array[]) =>
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

  private addTo(columns: Float64Array[], currency: number, row: number, minor: number): void {
    const column = withRoom(columns[currency] ?? new Float64Array(32), row);
    columns[currency] = column;
    column[row] = (column[row] ?? 0) + minor;
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
