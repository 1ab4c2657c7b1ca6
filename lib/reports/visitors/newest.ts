import { type Cursor, inListOrder } from "./cursor";

// Hot path: called for every visitor behind a number; only a few are ever kept.

/** Keeps the first so many visitors in the order of the list that come after a cursor, if one is given. */
export class Newest {
  private readonly lastSeen: Float64Array;
  private readonly visitor: Float64Array;
  private length = 0;
  /** Who was last seen before this is too late for the list. */
  private least = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly most: number,
    private readonly after: Cursor | undefined,
  ) {
    this.lastSeen = new Float64Array(2 * most);
    this.visitor = new Float64Array(2 * most);
  }

  add(lastSeen: number, visitor: number): void {
    const { after, least } = this;
    if (lastSeen < least) return;
    if (after && (lastSeen > after.lastSeen || (lastSeen === after.lastSeen && visitor <= after.visitor)))
      return;
    if (this.length === this.lastSeen.length) this.cut();
    this.lastSeen[this.length] = lastSeen;
    this.visitor[this.length++] = visitor;
  }

  /** In order. */
  taken(): Cursor[] {
    return Array.from({ length: this.length }, (_, place) => ({
      lastSeen: this.lastSeen[place] ?? 0,
      visitor: this.visitor[place] ?? 0,
    }))
      .sort(inListOrder)
      .slice(0, this.most);
  }

  private cut(): void {
    const kept = this.taken();
    for (const [place, { lastSeen, visitor }] of kept.entries()) {
      this.lastSeen[place] = lastSeen;
      this.visitor[place] = visitor;
    }
    this.length = kept.length;
    this.least = kept.at(-1)?.lastSeen ?? Number.NEGATIVE_INFINITY;
  }
}
