import type { Goal } from "@/lib/goals/definition";
import { codeAt, type Journey } from "@/lib/journeys/journey";
import type { Part } from "@/lib/journeys/part";
import type { Scan } from "@/lib/journeys/scan";
import { columnOf, pathInColumn } from "@/lib/matching/column";
import { fieldsOfMatcher } from "@/lib/matching/rules";
import { scalarsAt } from "@/lib/matching/test-value";
import { type ColumnSet, openColumns } from "./column-set";
import { fieldsOfValue, valueReader } from "./event-value";
import { FloatList } from "./float-list";
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
};

/** By the goal's key; goals that do not count by key are not there. */
export type KeyedSurvey = ReadonlyMap<string, KeyedEvents>;

const goalsPerScan = 32;

const isByKey = (goal: Goal): boolean => typeof goal.counting === "object";

/** Whether any of the goals is counted by key. */
export const countsByKey = (goals: readonly Goal[]): boolean => goals.some(isByKey);

/** Hashes of a dictionary's keys, each made when first met. */
class KeyHashes {
  private readonly a: Float64Array;
  private readonly b: Float64Array;
  private readonly path: readonly string[];

  constructor(
    private readonly field: string,
    private readonly columns: ColumnSet,
  ) {
    const { size } = columns.dictionary(field);
    this.a = new Float64Array(size).fill(-1);
    this.b = new Float64Array(size);
    this.path = pathInColumn(field);
  }

  /** Writes the hashes of a code to `into`; answers false for a value that is no key. */
  read(code: number, into: { a: number; b: number }): boolean {
    if (this.a[code] === -1) {
      const scalar = scalarsAt(this.columns.dictionary(this.field).value(code), this.path)[0];
      if (scalar === undefined) into.a = Number.NaN;
      else hashKey(String(scalar), into);
      this.a[code] = into.a;
      this.b[code] = into.b;
      return scalar !== undefined;
    }
    into.a = this.a[code] ?? 0;
    into.b = this.b[code] ?? 0;
    return !Number.isNaN(into.a);
  }
}

/** Collects the keyed events of one goal. */
class KeyedCollector {
  private readonly lists = {
    hashA: new FloatList(),
    hashB: new FloatList(),
    at: new FloatList(),
    seq: new FloatList(),
    minor: new FloatList(),
    currency: new FloatList(),
  };
  private readonly currencies: string[] = [];
  private readonly hash = { a: 0, b: 0 };
  private readonly column: number;
  private readonly hashes: KeyHashes;
  private readonly worth: ReturnType<typeof valueReader>;

  constructor(
    private readonly flag: number,
    goal: Goal,
    key: string,
    columns: ColumnSet,
    currency: string,
  ) {
    this.column = columns.place(key);
    this.hashes = new KeyHashes(key, columns);
    this.worth = valueReader(goal.value, columns, currency);
  }

  add(journey: Journey): void {
    const { lists, hash, flag } = this;
    for (let i = journey.start; i < journey.end; i++) {
      if (((journey.mask[i] ?? 0) & flag) === 0) continue;
      const code = codeAt(journey, this.column, i);
      if (code < 0 || !this.hashes.read(code, hash)) continue;
      const worth = this.worth(journey, i);
      lists.hashA.push(hash.a);
      lists.hashB.push(hash.b);
      lists.at.push(journey.at[i] ?? 0);
      lists.seq.push(journey.seq[i] ?? 0);
      lists.minor.push(worth?.minor ?? 0);
      lists.currency.push(worth ? this.placeOf(worth.currency) : -1);
    }
  }

  private placeOf(currency: string): number {
    const place = this.currencies.indexOf(currency);
    return place < 0 ? this.currencies.push(currency) - 1 : place;
  }

  found(): KeyedEvents {
    const { lists, currencies } = this;
    return {
      hashA: lists.hashA.taken(),
      hashB: lists.hashB.taken(),
      at: lists.at.taken(),
      seq: lists.seq.taken(),
      minor: lists.minor.taken(),
      currency: lists.currency.taken(),
      currencies,
    };
  }
}

type Seen = { asOf: number; includeBots: boolean };

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
      ...(byChannel ? { sessionGapMs: project.sessionGapMs } : { onlyMatching: true }),
    },
    fields,
  );
};

/**
 * The events of every goal that is counted by key, on any visitor, at any time before `asOf`: whether one is a copy
 * depends on all of them.
 */
export const surveyKeyed = (
  goals: readonly Goal[],
  part: Part,
  seen: Seen,
  context: ReportContext,
): KeyedSurvey => {
  const found = new Map<string, KeyedEvents>();
  const keyed = [...new Set(goals.filter(isByKey))];
  for (let g = 0; g < keyed.length; g += goalsPerScan) {
    const some = keyed.slice(g, g + goalsPerScan);
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
