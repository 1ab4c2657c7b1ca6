import type { Journey } from "@/lib/journeys/scan";
import type { Column } from "@/lib/matching/column";
import { pathInColumn } from "@/lib/matching/column";
import { scalarsAt } from "@/lib/matching/test-value";

/** What a group is called: a value's text, or one of the two rows without one. */
export type GroupLabel = { value: string | null; other?: true };

/** By name, units without a value last. */
const compareNames = (a: string | null, b: string | null): number => {
  if (a === null || b === null) return a === null ? 1 : -1;
  return a < b ? -1 : 1;
};

/**
 * The groups of a breakdown: the largest values by units up to a limit, a group of its own for units without a value,
 * and one for all others. Values that read the same are one group.
 */
export class BreakdownGroups {
  private readonly textOf: (string | null)[];
  private readonly units = new Map<string | null, number>();
  private places = new Map<string | null, number>();
  private labels: GroupLabel[] = [];

  constructor(
    column: Column,
    private readonly field: string,
    private readonly limit: number,
  ) {
    const path = pathInColumn(field);
    this.textOf = column.values.map((value) => {
      const scalar = scalarsAt(value, path)[0];
      return scalar === undefined ? null : String(scalar);
    });
  }

  private text(code: number): string | null {
    return code < 0 ? null : (this.textOf[code] ?? null);
  }

  /** The code of the unit's first event that has a value, −1 when none has. */
  firstCode(journey: Journey, column: number, first: number, end: number): number {
    for (let i = first; i < end; i++) {
      const code = journey.columns[column]?.[i] ?? -1;
      if (this.text(code) !== null) return code;
    }
    return -1;
  }

  /**
   * The code by which a unit is grouped: a context field's first value among the unit's events; a property, which
   * belongs to single events, as the unit's first event has it.
   */
  codeOfUnit(journey: Journey, column: number, first: number, end: number): number {
    return this.field.startsWith("property.")
      ? (journey.columns[column]?.[first] ?? -1)
      : this.firstCode(journey, column, first, end);
  }

  /** First pass: so many more units have this code. None is a group to show, too: its events count. */
  count(code: number, units: number): void {
    const text = this.text(code);
    this.units.set(text, (this.units.get(text) ?? 0) + units);
  }

  /** Between the passes: decides which values get a row, ties by name; the limit is for values alone. */
  rank(): readonly GroupLabel[] {
    let values = 0;
    const shown = [...this.units]
      .sort(([a, m], [b, n]) => n - m || compareNames(a, b))
      .filter(([value]) => value === null || ++values <= this.limit);
    this.labels = shown.map(([value]) => ({ value }));
    this.places = new Map(shown.map(([value], place) => [value, place]));
    if (values > this.limit) this.labels.push({ value: null, other: true });
    return this.labels;
  }

  /** Second pass: the row of a unit with this code. */
  place(code: number): number {
    return this.places.get(this.text(code)) ?? this.labels.length - 1;
  }
}
