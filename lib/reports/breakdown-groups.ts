import type { Column } from "@/lib/matching/column";
import { pathInColumn } from "@/lib/matching/column";
import { scalarsAt } from "@/lib/matching/test-value";

/** What a group is called: a value's text, or one of the two rows without one. */
export type GroupLabel = { value: string | null; other?: true };

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
    field: string,
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

  /** First pass: one more unit has this code. */
  count(code: number): void {
    const text = this.text(code);
    this.units.set(text, (this.units.get(text) ?? 0) + 1);
  }

  /** Between the passes: decides which values get a row. Ties go by name. */
  rank(): readonly GroupLabel[] {
    const ranked = [...this.units].sort(([a, m], [b, n]) => n - m || ((a ?? "") < (b ?? "") ? -1 : 1));
    this.labels = ranked.slice(0, this.limit).map(([value]) => ({ value }));
    this.places = new Map(this.labels.map(({ value }, place) => [value, place]));
    if (ranked.length > this.limit) this.labels.push({ value: null, other: true });
    return this.labels;
  }

  /** Second pass: the row of a unit with this code. */
  place(code: number): number {
    return this.places.get(this.text(code)) ?? this.labels.length - 1;
  }
}
