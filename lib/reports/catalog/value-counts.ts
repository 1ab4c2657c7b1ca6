import type { Dictionary } from "@/lib/matching/column";
import type { ValueType } from "./definition";
import { addTo, ranked, type Tally } from "./tally";

/** Of a column with more different values only the most frequent are read. */
const mostRead = 50_000;
/** So many of a part's values go into the answer's tops. */
const mostKept = 1_000;
const longestText = 100;

const typeOf = (value: unknown): ValueType => {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "boolean";
  return typeof value === "object" ? "object" : "text";
};

const textOf = (value: unknown): string => {
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
};

/** How often a code must occur to be read. */
const leastRead = (counts: Uint32Array): number => {
  for (let least = 1; ; least *= 2) {
    let read = 0;
    for (let code = 0; code < counts.length; code++) if ((counts[code] ?? 0) >= least) read++;
    if (read <= mostRead) return least;
  }
};

/** What is known of the values of a column, by how often each code occurs. */
export const describeValues = (
  counts: Uint32Array,
  dictionary: Dictionary,
): { types: Tally; values: Tally } => {
  const types: Tally = new Map();
  const values: Tally = new Map();
  const least = leastRead(counts);
  // Of those that are too rare to be read, enough to tell their types.
  const step = Math.ceil(counts.length / mostRead);
  for (let code = 0; code < counts.length; code++) {
    const count = counts[code] ?? 0;
    if (count === 0 || (count < least && code % step !== 0)) continue;
    const value = dictionary.value(code);
    addTo(types, typeOf(value), count);
    if (count >= least) addTo(values, textOf(value), count);
  }
  return { types, values: new Map(ranked(values, mostKept)) };
};
