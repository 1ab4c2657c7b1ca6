// Hot path: called for every unit, without allocations but for a new group.

/** What was counted of units, group by group. Plain data. */
export type TallyTotals = {
  /** `exact[g · (steps + 1) + k]`: units of group g that got to step k and no further, 0 being none. */
  exact: Float64Array;
  /** Minor units that converters of each group earned, and the sum of their squares. */
  revenue: Float64Array;
  squares: Float64Array;
  /** What units with passive events alone earned. */
  unattended: { minor: number; squares: number };
};

const grown = (values: Float64Array, size: number): Float64Array<ArrayBuffer> => {
  const larger = new Float64Array(size);
  larger.set(values);
  return larger;
};

/** Counts how far the units of each group get, and what they earn. */
export class UnitTally {
  private room = 16;
  private exact: Float64Array;
  private revenue = new Float64Array(this.room);
  private squares = new Float64Array(this.room);
  private readonly unattended = { minor: 0, squares: 0 };

  constructor(private readonly steps: number) {
    this.exact = new Float64Array(this.room * (steps + 1));
  }

  /** A unit of a group got to step `furthest`, and earned so much. */
  add(group: number, furthest: number, minor: number): void {
    if (group >= this.room) this.grow(group);
    const { exact, revenue, squares, steps } = this;
    const place = group * (steps + 1) + furthest;
    exact[place] = (exact[place] ?? 0) + 1;
    if (minor === 0) return;
    revenue[group] = (revenue[group] ?? 0) + minor;
    squares[group] = (squares[group] ?? 0) + minor * minor;
  }

  /** A unit that is none of a rate earned so much. */
  addUnattended(minor: number): void {
    this.unattended.minor += minor;
    this.unattended.squares += minor * minor;
  }

  private grow(group: number): void {
    while (this.room <= group) this.room *= 2;
    this.exact = grown(this.exact, this.room * (this.steps + 1));
    this.revenue = grown(this.revenue, this.room);
    this.squares = grown(this.squares, this.room);
  }

  totals(groups: number): TallyTotals {
    return {
      exact: this.exact.slice(0, groups * (this.steps + 1)),
      revenue: this.revenue.slice(0, groups),
      squares: this.squares.slice(0, groups),
      unattended: this.unattended,
    };
  }
}
