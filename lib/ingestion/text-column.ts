// Hot path. A column of many rows goes to Postgres as one text that `string_to_array` takes apart: the driver would
// escape each value of an array by itself. Texts of drafts hold no control characters, so these two are free.

const between = "\u001f";
const absent = "\u001e";

/** Texts for `string_to_array(…, E'\x1f')`. */
export const joinTexts = (texts: readonly string[]): string => texts.join(between);

/** What `textOf` says of all rows for `string_to_array(…, E'\x1f', E'\x1e')`; null when it says nothing of any. */
export const textColumn = <T>(rows: readonly T[], textOf: (row: T) => string | null): string | null => {
  const parts: string[] = new Array(rows.length);
  let isEmpty = true;
  let at = 0;
  for (const row of rows) {
    const text = textOf(row);
    if (text !== null) isEmpty = false;
    parts[at++] = text ?? absent;
  }
  return isEmpty ? null : parts.join(between);
};
