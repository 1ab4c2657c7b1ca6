import { codeAt, type Journey } from "@/lib/journeys/journey";
import { type Dictionary, pathInColumn } from "@/lib/matching/column";
import { scalarsAt } from "@/lib/matching/test-value";
import type { ColumnSet } from "../column-set";
import type { Lookup } from "./next-matches";

// Allocates for units that have an entry: only funnels that hold something constant come here.

type HeldField = { place: number; dictionary: Dictionary; path: readonly string[]; known: string[][] };

const none: readonly string[] = [];

/** The first of the ascending places after i, −1 when none is. */
const firstAfter = (places: readonly number[], i: number): number => {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) <= i) low = middle + 1;
    else high = middle;
  }
  return places[low] ?? -1;
};

/**
 * Knows which event comes next for a step with the held values. Values that read the same are equal; of a list each
 * element is one. What several fields hold counts together.
 */
export class HeldMatches implements Lookup {
  private readonly fields: readonly HeldField[];
  /** By value, by step: the places of events. */
  private readonly places = new Map<string, number[][]>();
  private held: readonly number[][] = [];

  constructor(
    fields: readonly string[],
    columns: ColumnSet,
    private readonly steps: number,
  ) {
    this.fields = fields.map((field) => ({
      place: columns.place(field),
      dictionary: columns.dictionary(field),
      path: pathInColumn(field),
      known: [],
    }));
  }

  /** Looks at the events `first ≤ i < end`. */
  prepare(journey: Journey, first: number, end: number): void {
    const { places, steps } = this;
    const anyStep = 2 ** steps - 1;
    places.clear();
    for (let i = first; i < end; i++) {
      const mask = journey.mask[i] ?? 0;
      if ((mask & anyStep) === 0) continue;
      for (const value of this.valuesAt(journey, i)) {
        const ofValue = places.get(value) ?? Array.from({ length: steps }, () => []);
        places.set(value, ofValue);
        for (let step = 0; step < steps; step++) if ((mask & (1 << step)) !== 0) ofValue[step]?.push(i);
      }
    }
  }

  /** The values of an event, none where one of the fields is missing. */
  valuesAt(journey: Journey, i: number): readonly string[] {
    let values: readonly string[] | undefined;
    for (const field of this.fields) {
      const texts = this.textsAt(field, journey, i);
      values = values?.flatMap((before) => texts.map((text) => `${before}\u0000${text}`)) ?? texts;
    }
    return values ?? none;
  }

  /** From now on steps need this value; `undefined` equals nothing. */
  hold(value: string | undefined): void {
    this.held = (value === undefined ? undefined : this.places.get(value)) ?? [];
  }

  after(step: number, i: number): number {
    const places = this.held[step];
    return places ? firstAfter(places, i) : -1;
  }

  private textsAt(
    { place, dictionary, path, known }: HeldField,
    journey: Journey,
    i: number,
  ): readonly string[] {
    const code = codeAt(journey, place, i);
    if (code < 0) return none;
    let texts = known[code];
    if (!texts) {
      texts = [...new Set(scalarsAt(dictionary.value(code), path).map(String))];
      known[code] = texts;
    }
    return texts;
  }
}
