import { codeAt, type Journey } from "@/lib/journeys/journey";
import type { Dictionary } from "@/lib/matching/column";
import type { ColumnSet } from "./column-set";
import { ValueTexts } from "./value-texts";

// Hot path: a unit's group is found by code; texts are made once a code.

/** What a group is called: a value's text, or one of the two rows without one. */
export type GroupLabel = { value: string | null; other?: true };

/** Units by the text of their value. None is a group to show, too: its events count. */
export type GroupSizes = ReadonlyMap<string | null, number>;

/** By name, units without a value last. */
const compareNames = (a: string | null, b: string | null): number => {
  if (a === null || b === null) return a === null ? 1 : -1;
  return a < b ? -1 : 1;
};

const addSizes = (found: readonly GroupSizes[]): GroupSizes => {
  const units = new Map<string | null, number>();
  for (const sizes of found) for (const [text, size] of sizes) units.set(text, (units.get(text) ?? 0) + size);
  return units;
};

/**
 * The groups of a breakdown, by what all parts found: the largest values by units up to a limit (of values alone), ties
 * by size in the period before if there is one, then by name; a group of its own for units without a value, and one for
 * all others.
 */
export const rankGroups = (
  found: readonly GroupSizes[],
  limit: number,
  before: readonly GroupSizes[] = [],
): GroupLabel[] => {
  const [now, then] = [addSizes(found), addSizes(before)];
  const size = (sizes: GroupSizes, value: string | null): number => sizes.get(value) ?? 0;
  let values = 0;
  const labels: GroupLabel[] = [...new Set([...now.keys(), ...then.keys()])]
    .sort((a, b) => size(now, b) - size(now, a) || size(then, b) - size(then, a) || compareNames(a, b))
    .filter((value) => value === null || ++values <= limit)
    .map((value) => ({ value }));
  return values > limit ? [...labels, { value: null, other: true }] : labels;
};

/**
 * Says to which group of a breakdown a unit belongs. Values that read the same are one group. Rows are the labels given,
 * or made as values turn up.
 */
export class BreakdownGroups {
  private readonly dictionary: Dictionary;
  private readonly column: number;
  private readonly texts: ValueTexts;
  /** Units by 1 + code, −1 where none was counted. */
  private readonly units: Float64Array;
  /** The row by 1 + code, −1 where not known yet. */
  private readonly rows: Int32Array;
  private readonly rowOfText: Map<string | null, number>;
  /** What the rows are called. */
  readonly labels: GroupLabel[];
  private readonly grows: boolean;

  constructor(columns: ColumnSet, field: string, labels?: readonly GroupLabel[]) {
    this.labels = [...(labels ?? [])];
    this.grows = labels === undefined;
    this.column = columns.place(field);
    this.dictionary = columns.dictionary(field);
    this.texts = new ValueTexts(field, this.dictionary);
    this.units = new Float64Array(this.dictionary.size + 1).fill(-1);
    this.rows = new Int32Array(this.dictionary.size + 1).fill(-1);
    this.rowOfText = new Map(
      this.labels.flatMap(({ value, other }, row): [string | null, number][] =>
        other ? [] : [[value, row]],
      ),
    );
  }

  /** Whether there are no more different values than so many. */
  hasAtMost(most: number): boolean {
    const { dictionary, texts } = this;
    const found = new Set<string | null>();
    for (let code = 0; code < dictionary.size && found.size <= most; code++) found.add(texts.of(code));
    return found.size <= most;
  }

  /** The code of an event. */
  codeAt(journey: Journey, i: number): number {
    return codeAt(journey, this.column, i);
  }

  /** The code of the unit's first event that has a value, −1 when none has. */
  firstCode(journey: Journey, first: number, end: number): number {
    for (let i = first; i < end; i++) {
      const code = this.codeAt(journey, i);
      if (code >= 0 && this.texts.of(code) !== null) return code;
    }
    return -1;
  }

  /** So many more units have this code. */
  count(code: number, units: number): void {
    this.units[code + 1] = Math.max(0, this.units[code + 1] ?? 0) + units;
  }

  /** What was counted. */
  sizes(): GroupSizes {
    const sizes = new Map<string | null, number>();
    for (let code = -1; code < this.dictionary.size; code++) {
      const units = this.units[code + 1] ?? -1;
      if (units < 0) continue;
      const text = this.texts.of(code);
      sizes.set(text, (sizes.get(text) ?? 0) + units);
    }
    return sizes;
  }

  private rowOf(text: string | null): number {
    const known = this.rowOfText.get(text);
    if (known !== undefined || !this.grows) return known ?? this.labels.length - 1;
    this.rowOfText.set(text, this.labels.length);
    return this.labels.push({ value: text }) - 1;
  }

  /** The place among the labels of a unit with this code. */
  row(code: number): number {
    let row = this.rows[code + 1] ?? -1;
    if (row < 0) {
      row = this.rowOf(this.texts.of(code));
      this.rows[code + 1] = row;
    }
    return row;
  }
}
