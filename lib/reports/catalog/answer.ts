import type { z } from "zod";
import { codeAt } from "@/lib/journeys/journey";
import type { Part } from "@/lib/journeys/part";
import type { Dictionary } from "@/lib/matching/column";
import { openColumns } from "../column-set";
import { addReads, type Read, type Report, type ReportContext } from "../report";
import type { CatalogAnswer, CatalogEntry, catalogQuestion } from "./definition";

// Hot path: values are counted by code; texts are made once a code.

/** How often and when last, ms since 1970, by text. */
type Occurrences = Map<string, { count: number; lastSeen: number }>;
type CatalogPartial = { events: Occurrences; pages: Occurrences; read: Read };

const mostEntries = 200;

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
      addTo(found, String(this.dictionary.value(code)), { count, lastSeen: this.lastSeen[code] ?? 0 });
    }
    return found;
  }
}

const addTo = (found: Occurrences, text: string, more: { count: number; lastSeen: number }): void => {
  const entry = found.get(text);
  if (!entry) found.set(text, { ...more });
  else {
    entry.count += more.count;
    entry.lastSeen = Math.max(entry.lastSeen, more.lastSeen);
  }
};

const fold = (_: unknown, part: Part, { rules, now }: ReportContext): CatalogPartial => {
  const plan = {
    matchers: [],
    rules,
    range: { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY },
    asOf: now + 1,
    includeBots: true,
  };
  const { scan, columns } = openColumns(part, plan, new Set(["name", "path"]));
  const [namePlace, pathPlace] = [columns.place("name"), columns.place("path")];
  const names = columns.dictionary("name");
  const events = new CodeCounts(names);
  const pages = new CodeCounts(columns.dictionary("path"));
  const isPageView = Uint8Array.from({ length: names.size }, (_name, code) =>
    names.value(code) === "Page Viewed" ? 1 : 0,
  );
  const read = scan.forEachJourney((journey) => {
    for (let i = journey.start; i < journey.end; i++) {
      const name = codeAt(journey, namePlace, i);
      const at = journey.at[i] ?? 0;
      events.add(name, at);
      if (isPageView[name] === 1) pages.add(codeAt(journey, pathPlace, i), at);
    }
  });
  return { events: events.found(), pages: pages.found(), read };
};

/** What all parts found, most frequent first. */
const entriesOf = (parts: readonly Occurrences[]): CatalogEntry[] => {
  const all: Occurrences = new Map();
  for (const part of parts) for (const [text, found] of part) addTo(all, text, found);
  return [...all]
    .sort(([a, one], [b, other]) => other.count - one.count || (a < b ? -1 : 1))
    .slice(0, mostEntries)
    .map(([name, { count, lastSeen }]) => ({
      name,
      count,
      lastSeen: new Date(lastSeen).toISOString(),
    }));
};

/** What arrives: event names and pages viewed, most frequent first. */
export const catalogReport: Report<
  z.output<typeof catalogQuestion>,
  never,
  CatalogPartial,
  Omit<CatalogAnswer, "computed"> & { read: Read }
> = {
  needs: () => ({ fields: new Set(["path"]), from: 0, to: Number.POSITIVE_INFINITY }),
  survey: () => undefined,
  fold,
  answer: (_, partials) => ({
    events: entriesOf(partials.map(({ events }) => events)),
    pages: entriesOf(partials.map(({ pages }) => pages)),
    read: addReads(partials.map(({ read }) => read)),
  }),
};
