import type { GroupLabel } from "../breakdown-groups";

// Hot path: called for every path.

/** Counts by depth: links by row and row of the next depth, ends by row, and of the last depth what goes on, by row. */
export type PathTotals = { links: Float64Array[]; ends: Float64Array[]; beyond: Float64Array };

/** The row at one depth of every label. */
class DepthRows {
  private readonly rows: number[] = [];
  private readonly rowOfText: ReadonlyMap<string | null, number>;
  private readonly other: number;

  constructor(
    labels: readonly GroupLabel[],
    private readonly texts: readonly string[],
  ) {
    this.rowOfText = new Map(labels.map(({ value }, row) => [value, row]));
    this.other = labels.length - 1;
  }

  of(label: number): number {
    const { rows, texts } = this;
    while (rows.length <= label) rows.push(this.rowOfText.get(texts[rows.length] ?? "") ?? this.other);
    return rows[label] ?? this.other;
  }
}

/** Running counts of the paths of one part. */
export class PathCount {
  readonly totals: PathTotals;
  private readonly rows: readonly DepthRows[];
  private readonly sizes: readonly number[];

  /** `labels` are the rows of each depth; `texts` those of the labels, which may still grow. */
  constructor(labels: readonly (readonly GroupLabel[])[], texts: readonly string[]) {
    this.rows = labels.map((atDepth) => new DepthRows(atDepth, texts));
    this.sizes = labels.map((atDepth) => atDepth.length);
    this.totals = {
      links: this.sizes.slice(1).map((size, d) => new Float64Array((this.sizes[d] ?? 0) * size)),
      ends: this.sizes.map((size) => new Float64Array(size)),
      beyond: new Float64Array(this.sizes.at(-1) ?? 0),
    };
  }

  /** A path's labels, one more than there are depths where it goes on. */
  add(steps: Int32Array, length: number): void {
    const { rows, sizes, totals } = this;
    const depth = rows.length;
    const shown = Math.min(length, depth);
    let row = rows[0]?.of(steps[0] ?? 0) ?? 0;
    for (let d = 1; d < shown; d++) {
      const next = rows[d]?.of(steps[d] ?? 0) ?? 0;
      const links = totals.links[d - 1];
      const place = row * (sizes[d] ?? 0) + next;
      if (links) links[place] = (links[place] ?? 0) + 1;
      row = next;
    }
    const last = length > depth ? totals.beyond : totals.ends[shown - 1];
    if (last) last[row] = (last[row] ?? 0) + 1;
  }
}

const addLists = (lists: readonly Float64Array[]): Float64Array =>
  new Float64Array(lists[0]?.length ?? 0).map((_, i) => lists.reduce((sum, list) => sum + (list[i] ?? 0), 0));

/** What all parts counted, over the same rows. */
export const addPaths = (parts: readonly PathTotals[]): PathTotals => ({
  links: (parts[0]?.links ?? []).map((_, d) => addLists(parts.flatMap(({ links }) => links[d] ?? []))),
  ends: (parts[0]?.ends ?? []).map((_, d) => addLists(parts.flatMap(({ ends }) => ends[d] ?? []))),
  beyond: addLists(parts.map(({ beyond }) => beyond)),
});
