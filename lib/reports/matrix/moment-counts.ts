// Hot path: called for every session.

/** What is known of a moment: that there is none, that its window is open, or over without or with the macro. */
export const moment = { none: 0, open: 1, alone: 2, converted: 3 } as const;
export type Moment = (typeof moment)[keyof typeof moment];

/** One visitor's moments, row by row: those whose window is open, and those whose is over, with those converted of them. */
export class MomentCounts {
  readonly open: Int32Array;
  readonly part: Int32Array;
  readonly whole: Int32Array;

  constructor(rows: number) {
    this.open = new Int32Array(rows);
    this.part = new Int32Array(rows);
    this.whole = new Int32Array(rows);
  }

  add(row: number, kind: Moment): void {
    if (kind === moment.none) return;
    const { open, part, whole } = this;
    if (kind === moment.open) {
      open[row] = (open[row] ?? 0) + 1;
      return;
    }
    whole[row] = (whole[row] ?? 0) + 1;
    if (kind === moment.converted) part[row] = (part[row] ?? 0) + 1;
  }

  clear(row: number): void {
    this.open[row] = 0;
    this.part[row] = 0;
    this.whole[row] = 0;
  }
}
