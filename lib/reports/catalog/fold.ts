import type { z } from "zod";
import { codeAt } from "@/lib/journeys/journey";
import type { Part } from "@/lib/journeys/part";
import type { VisitorTrait } from "@/lib/journeys/read-traits";
import type { Dictionary } from "@/lib/matching/column";
import { openColumns } from "../column-set";
import type { Read, ReportContext } from "../report";
import type { catalogQuestion } from "./definition";
import { type FoundProperty, PropertyCount } from "./property-count";
import type { Tally } from "./tally";
import { describeValues } from "./value-counts";

// Hot path: values are counted by code; texts are made once a code.

export type Question = z.output<typeof catalogQuestion>;

/** How often and when last, ms since 1970, by text. */
export type Occurrences = Map<string, { count: number; lastSeen: number }>;

/** What one part found of a trait. */
export type FoundTrait = { count: number; types: Tally; values: Tally };

export type CatalogPartial = {
  events: Occurrences;
  pages: Occurrences;
  /** By name. */
  properties: ReadonlyMap<string, FoundProperty>;
  traits: ReadonlyMap<string, FoundTrait>;
  read: Read;
};

/** Adds to what is known of a text. */
export const addOccurrences = (
  found: Occurrences,
  text: string,
  more: { count: number; lastSeen: number },
): void => {
  const entry = found.get(text);
  if (!entry) found.set(text, { ...more });
  else {
    entry.count += more.count;
    entry.lastSeen = Math.max(entry.lastSeen, more.lastSeen);
  }
};

/** Counts the values of one column. */
class CodeCounts {
  private readonly counts: Float64Array;
  private readonly lastSeen: Float64Array;

  constructor(private readonly dictionary: Dictionary) {
    this.counts = new Float64Array(dictionary.size);
    this.lastSeen = new Float64Array(dictionary.size);
  }

  add(code: number, at: number): void {
    if (code < 0) return;
    this.counts[code] = (this.counts[code] ?? 0) + 1;
    if (at > (this.lastSeen[code] ?? 0)) this.lastSeen[code] = at;
  }

  found(): Occurrences {
    const found: Occurrences = new Map();
    for (let code = 0; code < this.counts.length; code++) {
      const count = this.counts[code] ?? 0;
      if (count === 0) continue;
      const lastSeen = this.lastSeen[code] ?? 0;
      addOccurrences(found, String(this.dictionary.value(code)), { count, lastSeen });
    }
    return found;
  }
}

const propertyPrefix = "property.";
const traitPrefix = "trait.";

const describeTrait = ({ dictionary, codeOf }: VisitorTrait): FoundTrait => {
  const counts = new Uint32Array(dictionary.size);
  for (const code of codeOf.values()) counts[code] = (counts[code] ?? 0) + 1;
  return { count: codeOf.size, ...describeValues(counts, dictionary) };
};

const traitsOf = ({ traits = new Map() }: Part): Map<string, FoundTrait> =>
  new Map([...traits].map(([field, trait]) => [field.slice(traitPrefix.length), describeTrait(trait)]));

export const foldCatalog = (
  question: Question,
  part: Part,
  { rules, now }: ReportContext,
): CatalogPartial => {
  const { every = [] } = part;
  const fields = question.properties ? every.filter((field) => field.startsWith(propertyPrefix)) : [];
  const plan = {
    matchers: [],
    rules,
    range: { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY },
    asOf: now + 1,
    includeBots: true,
  };
  const { scan, columns } = openColumns(part, plan, new Set(["name", "path", ...fields]));
  const [namePlace, pathPlace] = [columns.place("name"), columns.place("path")];
  const names = columns.dictionary("name");
  const events = new CodeCounts(names);
  const pages = new CodeCounts(columns.dictionary("path"));
  const properties = fields.map((field) => {
    const count = new PropertyCount(columns.place(field), columns.dictionary(field), names);
    return { name: field.slice(propertyPrefix.length), count };
  });
  const isPageView = Uint8Array.from({ length: names.size }, (_name, code) =>
    names.value(code) === "Page Viewed" ? 1 : 0,
  );
  let nameOf = new Int32Array(1024);
  const read = scan.forEachJourney((journey) => {
    if (journey.end > nameOf.length) nameOf = new Int32Array(2 * journey.end);
    for (let i = journey.start; i < journey.end; i++) {
      const name = codeAt(journey, namePlace, i);
      const at = journey.at[i] ?? 0;
      nameOf[i] = name;
      events.add(name, at);
      if (isPageView[name] === 1) pages.add(codeAt(journey, pathPlace, i), at);
    }
    for (let p = 0; p < properties.length; p++) properties[p]?.count.add(journey, nameOf);
  });
  return {
    events: events.found(),
    pages: pages.found(),
    properties: new Map(properties.map(({ name, count }) => [name, count.found()])),
    traits: question.properties ? traitsOf(part) : new Map(),
    read,
  };
};
