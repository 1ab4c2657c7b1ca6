import { everyField } from "@/lib/journeys/every-field";
import { addReads, type Read, type Report } from "../report";
import {
  type CatalogAnswer,
  type CatalogEntry,
  type CatalogProperty,
  type CatalogTrait,
  type ValueType,
  valueTypes,
} from "./definition";
import {
  addOccurrences,
  type CatalogPartial,
  type FoundTrait,
  foldCatalog,
  type Occurrences,
  type Question,
} from "./fold";
import type { FoundProperty } from "./property-count";
import { joinTallies, ranked, type Tally } from "./tally";

const mostEntries = 200;
const mostTops = 10;
const mostCarriers = 20;

type Counted = { name: string; count: number };

/** Most frequent first, ties by name. */
const mostFrequent = <T extends Counted>(entries: readonly T[]): T[] =>
  entries
    .filter(({ count }) => count > 0)
    .sort((one, other) => other.count - one.count || (one.name < other.name ? -1 : 1))
    .slice(0, mostEntries);

/** What all parts found. */
const entriesOf = (parts: readonly Occurrences[]): CatalogEntry[] => {
  const all: Occurrences = new Map();
  for (const part of parts) for (const [text, found] of part) addOccurrences(all, text, found);
  return mostFrequent([...all].map(([name, found]) => ({ name, ...found }))).map((entry) => ({
    ...entry,
    lastSeen: new Date(entry.lastSeen).toISOString(),
  }));
};

const byName = <T>(parts: readonly ReadonlyMap<string, T>[]): [string, T[]][] => {
  const all = new Map<string, T[]>();
  for (const part of parts)
    for (const [name, found] of part) {
      const known = all.get(name);
      if (known) known.push(found);
      else all.set(name, [found]);
    }
  return [...all];
};

const valuesOf = (found: readonly { count: number; types: Tally; values: Tally }[]) => {
  const types = joinTallies(found.map((one) => one.types));
  const frequency = (type: ValueType): number => types.get(type) ?? 0;
  const values = joinTallies(found.map((one) => one.values));
  return {
    types: valueTypes.filter(frequency).sort((a, b) => frequency(b) - frequency(a)),
    count: found.reduce((sum, { count }) => sum + count, 0),
    top: ranked(values, mostTops).map(([value, count]) => ({ value, count })),
  };
};

const propertyOf = ([name, found]: [string, FoundProperty[]]): CatalogProperty => ({
  name,
  ...valuesOf(found),
  lastSeen: new Date(Math.max(...found.map(({ lastSeen }) => lastSeen))).toISOString(),
  events: ranked(joinTallies(found.map(({ events }) => events)), mostCarriers).map(([event]) => event),
});

const traitOf = ([name, found]: [string, FoundTrait[]]): CatalogTrait => ({ name, ...valuesOf(found) });

/** What arrives: event names, pages viewed, properties and traits, most frequent first. */
export const catalogReport: Report<
  Question,
  never,
  CatalogPartial,
  Omit<CatalogAnswer, "computed"> & { read: Read }
> = {
  needs: ({ properties }) => ({
    fields: new Set(properties ? ["path", everyField] : ["path"]),
    from: 0,
    to: Number.POSITIVE_INFINITY,
  }),
  survey: () => undefined,
  fold: foldCatalog,
  answer: ({ properties }, partials) => ({
    events: entriesOf(partials.map(({ events }) => events)),
    pages: entriesOf(partials.map(({ pages }) => pages)),
    ...(properties && {
      properties: mostFrequent(byName(partials.map((partial) => partial.properties)).map(propertyOf)),
      traits: mostFrequent(byName(partials.map(({ traits }) => traits)).map(traitOf)),
    }),
    read: addReads(partials.map(({ read }) => read)),
  }),
};
