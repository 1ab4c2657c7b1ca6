/** One field of all rows: a code a row into the distinct values, −1 where the row has none. */
export type Column = { readonly codes: Int32Array; readonly values: readonly unknown[] };

/** What matching reads. Rows may be in any order; `at` and `seq` say which of two came first. */
export type Rows = {
  readonly count: number;
  readonly at: Float64Array;
  readonly seq: Float64Array;
  readonly name: Column;
  /** A loaded column: a context field, or `property.<top-level name>`. */
  readonly column: (field: string) => Column;
};

/** The column that holds a field: nested properties live in the column of their top-level name. */
export const columnOf = (field: string): string =>
  field.startsWith("property.") ? field.split(".", 2).join(".") : field;

const none: readonly string[] = [];

/** The way from the top-level value to the field: `property.a.b.c` is `["b", "c"]` inside the column `property.a`. */
export const pathInColumn = (field: string): readonly string[] =>
  field.startsWith("property.") ? field.split(".").slice(2) : none;
