import { Journey } from "@/lib/journeys/journey";
import type { Money } from "../definition";
import type { ValueReader } from "../event-value";
import { type Moment, moment } from "./moments";
import { never } from "./room";

// Hot path: called for every visitor.

/** How long a macro may take, and until when it can have happened, ms. */
export type Window = { windowMs: number; asOf: number };

/** What comes after the events of a visitor as one row of the matrix sees it: its macro, or none. */
export class Outlook {
  row = 0;
  /** The row's macro in the masks, 0 for none. */
  aimBit = 0;
  /** The visitor's first event with it, `never` for none. */
  aim = never;
  /** Where the visitor's events in the range end. */
  end = 0;
  /** The visitor's windows are all over. */
  isAllOver = false;
  private journey = new Journey(0);
  private at = this.journey.at;

  /** `worth` is that of the macros, row by row. */
  constructor(
    private readonly window: Window,
    private readonly worth: readonly (ValueReader | undefined)[],
  ) {}

  /** Looks at a visitor whose events in the range end before `end`; a row is to be turned to then. */
  open(journey: Journey, end: number): void {
    this.journey = journey;
    this.at = journey.at;
    this.end = end;
    this.isAllOver = (journey.at[journey.end - 1] ?? 0) + this.window.windowMs <= this.window.asOf;
  }

  turnTo(row: number, aimBit: number, aim: number): void {
    this.row = row;
    this.aimBit = aimBit;
    this.aim = aim;
  }

  /** The visitor's next event with the macro after the first one. */
  secondAim(): number {
    const { mask, end } = this.journey;
    for (let i = this.aim + 1; i < end; i++) if (((mask[i] ?? 0) & this.aimBit) !== 0) return i;
    return never;
  }

  /** ms from an event to a later one. */
  msBetween(i: number, later: number): number {
    return (this.at[later] ?? 0) - (this.at[i] ?? 0);
  }

  timeOf(i: number): number {
    return this.at[i] ?? 0;
  }

  /** Whether the window after event i is over. */
  isOver(i: number): boolean {
    return this.isAllOver || (this.at[i] ?? 0) + this.window.windowMs <= this.window.asOf;
  }

  /** Whether `later`, which may be never, lies within the window after event i. */
  isWithin(i: number, later: number): boolean {
    return later !== never && this.msBetween(i, later) <= this.window.windowMs;
  }

  /** What an event is as a moment; one that does not come before the macro is none. */
  momentAt(i: number): Moment {
    if (i >= this.aim) return moment.none;
    if (!this.isOver(i)) return moment.open;
    return this.isWithin(i, this.aim) ? moment.converted : moment.alone;
  }

  /**
   * What each event from `first` to `last` is as a moment that comes before the macro; `undefined` where they differ, or that
   * takes a look at them.
   */
  momentOfAll(first: number, last: number): Moment | undefined {
    if (!this.isAllOver) return undefined;
    if (this.isWithin(first, this.aim)) return moment.converted;
    return this.isWithin(last, this.aim) ? undefined : moment.alone;
  }

  /** What an event with the row's macro is worth. */
  worthOf(i: number): Money | null {
    return this.worth[this.row]?.(this.journey, i) ?? null;
  }
}
