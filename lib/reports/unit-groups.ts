import { codeAt, type Journey } from "@/lib/journeys/journey";
import type { Part } from "@/lib/journeys/part";
import { columnOf } from "@/lib/matching/column";
import type { GroupLabel, GroupSizes } from "./breakdown-groups";
import type { ColumnSet } from "./column-set";
import { type Asked, openUnits, type UnitQuestion } from "./open-units";
import type { Range } from "./range";
import { columnsOfUnitField, type UnitValue, unitValue } from "./unit-value";
import { ValueTexts } from "./value-texts";

// Hot path: a unit's group is found by code; texts are made once a code.

type Look = (journey: Journey) => void;

const isProperty = (field: string): boolean => field.startsWith("property.");

/** What has to be in memory to group units by a field. */
export const needsOfGroups = (by: string): ReturnType<typeof columnsOfUnitField> =>
  isProperty(by) ? { columns: [columnOf(by)], sessions: false } : columnsOfUnitField(columnOf(by));

/** A property belongs to single events, so a unit has what its first event has. */
const ofFirstEvent = (by: string, columns: ColumnSet): UnitValue => {
  const place = columns.place(by);
  return {
    dictionary: columns.dictionary(by),
    codeOf: (journey, first) => codeAt(journey, place, first),
  };
};

/**
 * Says to which group of a breakdown a unit belongs: by its value in a field, where values that read the same are one
 * group and none is a group, too. Rows are the labels given, or made as values turn up.
 */
export class UnitGroups {
  /** Looks at a visitor's whole journey before any of its units; absent when nothing depends on it. */
  readonly open: Look | undefined;
  /** What the rows are called. */
  readonly labels: GroupLabel[];
  private readonly value: UnitValue;
  private readonly texts: ValueTexts;
  /** The row by 1 + code, −1 where not known yet. */
  private readonly rows: Int32Array;
  private readonly rowOfText: Map<string | null, number>;
  /** The row of values that no label names, −1 where they get rows of their own. */
  private readonly rest: number;

  constructor(
    by: string,
    facts: { columns: ColumnSet; range: Range; part: Part },
    labels?: readonly GroupLabel[],
  ) {
    this.value = isProperty(by) ? ofFirstEvent(by, facts.columns) : unitValue(by, facts);
    this.texts = new ValueTexts(by, this.value.dictionary);
    this.open = this.value.open;
    this.rows = new Int32Array(this.value.dictionary.size + 1).fill(-1);
    this.labels = [...(labels ?? [])];
    this.rest = this.labels.findIndex(({ other }) => other);
    this.rowOfText = new Map(
      this.labels.flatMap(({ value, other }, row): [string | null, number][] =>
        other ? [] : [[value, row]],
      ),
    );
  }

  /** Whether there are no more different values than so many. */
  hasAtMost(most: number): boolean {
    const texts = new Set<string | null>();
    for (let code = 0; code < this.rows.length - 1 && texts.size <= most; code++)
      texts.add(this.texts.of(code));
    return texts.size <= most;
  }

  private rowOf(text: string | null): number {
    const row = this.rowOfText.get(text) ?? this.rest;
    if (row >= 0) return row;
    this.rowOfText.set(text, this.labels.length);
    return this.labels.push({ value: text }) - 1;
  }

  /** The row of the unit whose events are `first ≤ i < end`. */
  row(journey: Journey, first: number, end: number): number {
    const code = this.value.codeOf(journey, first, end);
    let row = this.rows[code + 1] ?? -1;
    if (row < 0) {
      row = this.rowOf(this.texts.of(code));
      this.rows[code + 1] = row;
    }
    return row;
  }
}

/** Two looks at a journey as one; either may be absent. */
export const lookBoth = (first: Look | undefined, second: Look | undefined): Look | undefined => {
  if (!first || !second) return first ?? second;
  return (journey) => {
    first(journey);
    second(journey);
  };
};

/** How many units each group has; `undefined` where there are no more than `enough` different values, if that is stated. */
export const surveySizes = <Q extends UnitQuestion>(
  asked: Asked<Q>,
  by: string,
  enough = -1,
): GroupSizes | undefined => {
  const { columns, sessions } = needsOfGroups(by);
  const units = openUnits(asked, { matchers: [], fields: new Set(columns), sessions });
  const groups = new UnitGroups(by, { columns: units.columns, range: asked.range, part: asked.part });
  if (groups.hasAtMost(enough)) return undefined;
  const sizes: number[] = [];
  units.forEachUnit((journey, first, end, isWhole) => {
    const row = groups.row(journey, first, end);
    sizes[row] = (sizes[row] ?? 0) + (isWhole ? 1 : 0);
  }, groups.open);
  return new Map(groups.labels.map(({ value }, row) => [value, sizes[row] ?? 0]));
};
