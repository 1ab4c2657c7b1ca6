/** What is known of a moment: that there is none, that its window is open, or over without or with the macro. */
export const moment = { none: 0, open: 1, alone: 2, converted: 3 } as const;
export type Moment = (typeof moment)[keyof typeof moment];

/** How many moments a visitor has whose window is open, how many whose window is over, and those of them with the macro. */
export class Moments {
  open = 0;
  whole = 0;
  part = 0;

  clear(): void {
    this.open = 0;
    this.whole = 0;
    this.part = 0;
  }

  copy({ open, whole, part }: Moments): void {
    this.open = open;
    this.whole = whole;
    this.part = part;
  }

  add(kind: Moment): void {
    if (kind === moment.open) this.open++;
    if (kind >= moment.alone) this.whole++;
    if (kind === moment.converted) this.part++;
  }
}
