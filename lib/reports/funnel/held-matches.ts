import { codeAt, type Journey } from "@/lib/journeys/journey";
import { type Dictionary, pathInColumn } from "@/lib/matching/column";
import { scalarsAt } from "@/lib/matching/test-value";
import type { ColumnSet } from "../column-set";
import type { Lookup } from "./next-matches";

// Allocates for units that have an entry: only funnels that hold something constant come here.

type HeldField = {
  place: number;
  dictionary: Dictionary;
  path: readonly string[];
  known: string[][];
  /** By value, by step: the places of events. */
  places: Map<string, Places>;
};

/** Ascending places of events, by step; absent for a step without any. */
type Places = (number[] | undefined)[];

/** One value a field. */
type Combination = readonly string[];

// Whoever has a write key decides how long lists are: neither bound is reached by a cart that somebody filled.
const mostOfList = 100;
const mostCombinations = 1_000;

/** So many places of common events are kept for when a combination is held again. */
const mostKept = 1_000_000;

const none: readonly string[] = [];
const nowhere: Places = [];

/** Where the first of the ascending places after i stands in its list. */
const indexAfter = (places: readonly number[], i: number): number => {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) <= i) low = middle + 1;
    else high = middle;
  }
  return low;
};

const inBoth = (one: readonly number[] = [], other: readonly number[] = []): number[] => {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short.filter((i) => long[indexAfter(long, i - 1)] === i);
};

/**
 * Knows which event comes next for a step with the held values. Values that read the same are equal; of a list each of
 * the first 100 elements is one. What several fields hold counts together.
 */
export class HeldMatches implements Lookup {
  private readonly fields: readonly HeldField[];
  /** By combination: the places of events that have all of it. */
  private readonly common = new Map<string, Places>();
  private kept = 0;
  private held: Places = nowhere;

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
      places: new Map(),
    }));
  }

  /** Looks at the events `first ≤ i < end`. */
  prepare(journey: Journey, first: number, end: number): void {
    const { fields, steps } = this;
    const anyStep = 2 ** steps - 1;
    this.forget();
    for (const field of fields) {
      field.places.clear();
      for (let i = first; i < end; i++) {
        const mask = (journey.mask[i] ?? 0) & anyStep;
        if (mask !== 0) for (const text of this.textsAt(field, journey, i)) this.add(field, text, mask, i);
      }
    }
  }

  /** The combinations of an event's values, at most the first 1,000; none where one of the fields is missing. */
  combinationsAt(journey: Journey, i: number): readonly Combination[] {
    let found: Combination[] = [[]];
    for (const field of this.fields) {
      const longer: Combination[] = [];
      const texts = this.textsAt(field, journey, i);
      for (const before of found) {
        if (longer.length >= mostCombinations) break;
        for (const text of texts) longer.push([...before, text]);
      }
      found = longer;
    }
    return found.slice(0, mostCombinations);
  }

  /** From now on steps need these values; `undefined` equals nothing. */
  hold(values: Combination | undefined): void {
    this.held = values ? this.placesOf(values) : nowhere;
  }

  after(step: number, i: number): number {
    const places = this.held[step];
    return places?.[indexAfter(places, i)] ?? -1;
  }

  private add({ places }: HeldField, text: string, mask: number, i: number): void {
    let ofText = places.get(text);
    if (!ofText) {
      ofText = [];
      places.set(text, ofText);
    }
    for (let step = 0; step < this.steps; step++) {
      if ((mask & (1 << step)) === 0) continue;
      const ofStep = ofText[step];
      if (ofStep) ofStep.push(i);
      else ofText[step] = [i];
    }
  }

  private placesOf(values: Combination): Places {
    const [first, ...others] = this.fields.map(({ places }, f) => places.get(values[f] ?? "") ?? nowhere);
    if (!first || others.length === 0) return first ?? nowhere;
    const key = values.join("\u0000");
    const known = this.common.get(key);
    if (known) return known;
    const places = others.reduce(
      (all, other) => Array.from({ length: this.steps }, (_, step) => inBoth(all[step], other[step])),
      first,
    );
    this.kept += places.reduce((sum, ofStep) => sum + (ofStep?.length ?? 0), this.steps);
    if (this.kept > mostKept) this.forget();
    this.common.set(key, places);
    return places;
  }

  private forget(): void {
    this.common.clear();
    this.kept = 0;
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
      texts = [...new Set(scalarsAt(dictionary.value(code), path).slice(0, mostOfList).map(String))];
      known[code] = texts;
    }
    return texts;
  }
}
