import type { Goal } from "@/lib/goals/definition";
import { columnsAt, type Journey, rowAt } from "@/lib/journeys/journey";
import type { Part } from "@/lib/journeys/part";
import type { Scan } from "@/lib/journeys/scan";
import { columnOf, type Dictionary, pathInColumn } from "@/lib/matching/column";
import { fieldsOfMatcher } from "@/lib/matching/rules";
import { scalarsAt } from "@/lib/matching/test-value";
import { type ColumnSet, openColumns } from "./column-set";
import { fieldsOfValue, valueReader } from "./event-value";
import { hashKey } from "./key-hash";
import type { ReportContext } from "./report";

// Hot path: a key is mostly an order's, so nearly every event has one of its own.

/** The events of a goal that carry its key: as lists of the same length, in no certain order. */
export type KeyedEvents = {
  /** 106 bits of the key's text. */
  hashA: Float64Array;
  hashB: Float64Array;
  at: Float64Array;
  seq: Float64Array;
  /** Minor units, and the place of the currency in `currencies`; −1 where an event has no value. */
  minor: Float64Array;
  currency: Float64Array;
  currencies: string[];
  /** Names lists that never change. */
  name?: string;
};

const goalsPerScan = 32;

/** 106 bits of each value of a dictionary, NaN for one that is no key. */
type KeyHashes = { a: Float64Array; b: Float64Array };

const hashesOf = (dictionary: Dictionary, path: readonly string[]): KeyHashes => {
  const a = new Float64Array(dictionary.size).fill(Number.NaN);
  const b = new Float64Array(dictionary.size);
  const hash = { a: 0, b: 0 };
  for (let code = 0; code < dictionary.size; code++) {
    const [scalar] = scalarsAt(dictionary.value(code), path);
    if (scalar === undefined) continue;
    hashKey(String(scalar), hash);
    a[code] = hash.a;
    b[code] = hash.b;
  }
  return { a, b };
};

/** Dictionaries of stored runs live long, and so do the hashes of their keys. */
const remembered = new WeakMap<Dictionary, Map<string, KeyHashes>>();

const knownHashes = (dictionary: Dictionary, field: string): KeyHashes => {
  const known = remembered.get(dictionary) ?? new Map<string, KeyHashes>();
  remembered.set(dictionary, known);
  const hashes = known.get(field) ?? hashesOf(dictionary, pathInColumn(field));
  known.set(field, hashes);
  return hashes;
};

const numbers = 6;

/** Room that is used again by one question after the other, as it would be garbage by the megabyte. */
const spare: Float64Array<ArrayBuffer>[] = [];
/** 64 MB: more is not kept. */
const largestSpare = 2 ** 23;

/** Six numbers an event, in the order of `KeyedEvents`, without an object an event. */
class KeyedList {
  private length = 0;
  private values = spare.pop() ?? new Float64Array(numbers * 1_024);

  /** Adds an event; what it is worth follows by `state`. */
  push(hashA: number, hashB: number, at: number, seq: number): void {
    if (this.length === this.values.length) this.grow();
    const { length, values } = this;
    values[length] = hashA;
    values[length + 1] = hashB;
    values[length + 2] = at;
    values[length + 3] = seq;
    values[length + 4] = 0;
    values[length + 5] = -1;
    this.length = length + numbers;
  }

  /** What the event that was added last is worth. */
  state(minor: number, currency: number): void {
    this.values[this.length - 2] = minor;
    this.values[this.length - 1] = currency;
  }

  /** The events so far; nothing can be added any more. */
  taken(): Omit<KeyedEvents, "currencies"> {
    const { length, values } = this;
    const column = (place: number): Float64Array => {
      const list = new Float64Array(length / numbers);
      for (let i = 0, from = place; from < length; from += numbers) list[i++] = values[from] ?? 0;
      return list;
    };
    const [hashA, hashB, at] = [column(0), column(1), column(2)];
    const events = { hashA, hashB, at, seq: column(3), minor: column(4), currency: column(5) };
    if (values.length <= largestSpare) spare.push(values);
    return events;
  }

  private grow(): void {
    const larger = new Float64Array(2 * this.values.length);
    larger.set(this.values);
    this.values = larger;
  }
}

/** Collects the keyed events of one goal. */
class KeyedCollector {
  private readonly list = new KeyedList();
  private readonly currencies: string[] = [];
  private readonly place: number;
  private hashes: KeyHashes | undefined;
  private dictionary: Dictionary | undefined;
  private readonly worth: ReturnType<typeof valueReader>;

  constructor(
    private readonly flag: number,
    goal: Goal,
    private readonly key: string,
    columns: ColumnSet,
    currency: string,
  ) {
    this.place = columns.place(key);
    this.worth = valueReader(goal.value, columns, currency);
  }

  add(journey: Journey): void {
    const { flag } = this;
    if ((journey.any & flag) === 0) return;
    const { mask, end } = journey;
    for (let i = journey.start; i < end; i++) if (((mask[i] ?? 0) & flag) !== 0) this.addEvent(journey, i);
  }

  private addEvent(journey: Journey, i: number): void {
    const column = columnsAt(journey, i)?.[this.place];
    const code = column?.codes[rowAt(journey, i)] ?? 0;
    if (!column || code === 0) return;
    if (column.dictionary !== this.dictionary) {
      this.dictionary = column.dictionary;
      this.hashes = knownHashes(column.dictionary, this.key);
    }
    const hash = this.hashes?.a[code - 1] ?? Number.NaN;
    if (Number.isNaN(hash)) return;
    this.list.push(hash, this.hashes?.b[code - 1] ?? 0, journey.at[i] ?? 0, journey.seq[i] ?? 0);
    const worth = this.worth(journey, i);
    if (worth) this.list.state(worth.minor, this.placeOf(worth.currency));
  }

  private placeOf(currency: string): number {
    const place = this.currencies.indexOf(currency);
    return place < 0 ? this.currencies.push(currency) - 1 : place;
  }

  found(): KeyedEvents {
    return { ...this.list.taken(), currencies: this.currencies };
  }
}

/** Which events a question sees: those before `asOf`, ms since 1970. */
export type Seen = { asOf: number; includeBots: boolean };

const openGoals = (
  goals: readonly Goal[],
  part: Part,
  { asOf, includeBots }: Seen,
  { rules, project }: ReportContext,
): { scan: Scan; columns: ColumnSet } => {
  const fields = new Set<string>();
  const judged = new Set<string>();
  for (const { match, value, counting } of goals) {
    fieldsOfMatcher(match, rules, judged);
    fieldsOfValue(value, fields);
    if (typeof counting === "object") fields.add(columnOf(counting.key));
  }
  const byChannel = judged.has("channel");
  return openColumns(
    part,
    {
      matchers: goals.map((goal) => goal.match),
      rules,
      range: { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY },
      asOf,
      includeBots,
      ...(byChannel
        ? { sessionGapMs: project.sessionGapMs }
        : { onlyMatching: true, whoeverWasActive: true }),
    },
    fields,
  );
};

/** Collects the events of goals that are counted by key, by the goal's key. */
export const collectKeyed = (
  goals: readonly Goal[],
  part: Part,
  seen: Seen,
  context: ReportContext,
): Map<string, KeyedEvents> => {
  const found = new Map<string, KeyedEvents>();
  for (let g = 0; g < goals.length; g += goalsPerScan) {
    const some = goals.slice(g, g + goalsPerScan);
    const { scan, columns } = openGoals(some, part, seen, context);
    const collectors = some.map((goal, bit) => {
      const key = typeof goal.counting === "object" ? goal.counting.key : "";
      return new KeyedCollector(1 << bit, goal, key, columns, context.project.currency);
    });
    scan.forEachJourney((journey) => {
      for (const collector of collectors) collector.add(journey);
    });
    for (const [place, goal] of some.entries()) {
      const collector = collectors[place];
      if (collector) found.set(goal.key, collector.found());
    }
  }
  return found;
};
