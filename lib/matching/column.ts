/** The distinct values of a field, as codes from 0. */
export type Dictionary = {
  readonly size: number;
  /** The value of a code: text, number, boolean, or parsed JSON. `undefined` for a code that is not there. */
  readonly value: (code: number) => unknown;
  /** A number that equal texts share and others hardly do, found without making a text; absent where it cannot be. */
  readonly hash?: (code: number) => number;
  /** Dictionaries that this one is made of, one after the other. */
  readonly parts?: readonly Dictionary[];
};

export type Codes = Uint8Array | Uint16Array | Uint32Array;

/** One field of all rows: 0 where a row has none, else 1 + the code of its value. */
export type Column = { readonly codes: Codes; readonly dictionary: Dictionary };

/** What matching reads. */
export type Rows = {
  readonly count: number;
  /** A loaded column: `name`, a stored context field, or `property.<top-level name>`. */
  readonly column: (field: string) => Column;
};

const isNested = (field: string): boolean => field.startsWith("property.") || field.startsWith("trait.");

/** The column that holds a field: nested properties and traits live in the column of their top-level name. */
export const columnOf = (field: string): string => (isNested(field) ? field.split(".", 2).join(".") : field);

const none: readonly string[] = [];

/** The way from the top-level value to the field: `property.a.b.c` is `["b", "c"]` inside the column `property.a`. */
export const pathInColumn = (field: string): readonly string[] =>
  isNested(field) ? field.split(".").slice(2) : none;
