// Hot path. A column of many rows goes to Postgres as one text that `string_to_array` takes apart: the driver would
// escape each value of an array by itself. Texts of drafts hold no control characters, so these two are free.

const between = "\u001f";
const absent = "\u001e";

/** Texts for `string_to_array(…, E'\x1f')`. */
export const joinTexts = (texts: readonly string[]): string => texts.join(between);

type TextOf<T> = { [K in keyof T]: T[K] extends string | null ? K : never }[keyof T];

/** One field of all rows for `string_to_array(…, E'\x1f', E'\x1e')`; null when no row has it. */
export const textColumn = <T>(rows: readonly T[], field: TextOf<T>): string | null => {
  const parts: string[] = new Array(rows.length);
  let isEmpty = true;
  for (let i = 0; i < rows.length; i++) {
    const value = rows[i]?.[field] as string | null | undefined;
    if (value === null || value === undefined) parts[i] = absent;
    else {
      parts[i] = value;
      isEmpty = false;
    }
  }
  return isEmpty ? null : parts.join(between);
};
