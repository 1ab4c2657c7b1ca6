import { columnsAt, type Journey, rowAt } from "@/lib/journeys/journey";
import type { Dictionary } from "@/lib/matching/column";
import { addTo, type Tally } from "./tally";
import { describeValues } from "./value-counts";

// Hot path: called for every visitor and property, so it goes by code and looks a column up once a run.

/** What one part found of a property. Plain data; times are ms since 1970. */
export type FoundProperty = { count: number; lastSeen: number; types: Tally; values: Tally; events: Tally };

/** Counts the values of one property and the events that carry it. */
export class PropertyCount {
  private readonly counts: Uint32Array;
  private readonly carriers: Uint32Array;
  private lastSeen = 0;

  constructor(
    private readonly place: number,
    private readonly dictionary: Dictionary,
    private readonly names: Dictionary,
  ) {
    this.counts = new Uint32Array(dictionary.size);
    this.carriers = new Uint32Array(names.size);
  }

  /** Adds a visitor's events; `names` has the code of each one's name. */
  add(journey: Journey, names: Int32Array): void {
    const { counts, carriers, place } = this;
    const { at, start, end } = journey;
    for (let i = start; i < end; i++) {
      const column = columnsAt(journey, i)?.[place];
      if (!column) continue;
      const stored = column.codes[rowAt(journey, i)] ?? 0;
      if (stored === 0) continue;
      const code = stored + column.add;
      counts[code] = (counts[code] ?? 0) + 1;
      const name = names[i] ?? 0;
      carriers[name] = (carriers[name] ?? 0) + 1;
      const seen = at[i] ?? 0;
      if (seen > this.lastSeen) this.lastSeen = seen;
    }
  }

  found(): FoundProperty {
    const events: Tally = new Map();
    let count = 0;
    for (let name = 0; name < this.carriers.length; name++) {
      const carried = this.carriers[name] ?? 0;
      if (carried > 0) addTo(events, String(this.names.value(name)), carried);
      count += carried;
    }
    return { count, lastSeen: this.lastSeen, events, ...describeValues(this.counts, this.dictionary) };
  }
}
