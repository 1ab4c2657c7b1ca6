import {
  type FieldFilter,
  filterText,
  readFilters,
  segmentOf,
  writeFilters,
} from "@/components/filters/field-filter";
import type { NamedSegment } from "@/components/filters/report-view";
import { isUnitFact } from "@/components/filters/unit-fields";
import type { SegmentFilter } from "@/lib/matching/definition";

/** Whom one row of a comparison is about, as the address holds it. `not`: everybody else. */
export type Compared = { not: boolean } & (
  | { kind: "all" }
  | { kind: "saved"; key: string }
  | { kind: "own"; filters: FieldFilter[] }
);

export const maxCompared = 6;

/** What no other part of an entry may hold; `%` is written as %25 before, so the way back is the only one. */
const escapeBar = (text: string): string => text.replaceAll("|", "%7C");
const unescapeBar = (text: string): string => text.replaceAll("%7C", "|");

/** Reads `device:mobile~os:iOS|@buyers|!@buyers|all`; what makes no sense is handed back as it was written. */
export const readCompared = (text: string): { compared: Compared[]; unread: string[] } => {
  const compared: Compared[] = [];
  const unread: string[] = [];
  for (const entry of text.split("|").filter((one) => one !== "")) {
    const one = readOne(unescapeBar(entry));
    if (one && compared.length < maxCompared) compared.push(one);
    else unread.push(unescapeBar(entry));
  }
  return { compared, unread };
};

const readOne = (entry: string): Compared | null => {
  const not = entry.startsWith("!");
  const text = not ? entry.slice(1) : entry;
  if (text === "all") return not ? null : { not, kind: "all" };
  if (text.startsWith("@")) return { not, kind: "saved", key: text.slice(1) };
  const { filters, unread } = readFilters(text);
  return filters.length > 0 && unread.length === 0 ? { not, kind: "own", filters } : null;
};

export const writeCompared = (compared: readonly Compared[]): string | null =>
  compared.length === 0 ? null : compared.map(writeOne).join("|");

const writeOne = (one: Compared): string => {
  const text =
    one.kind === "all" ? "all" : one.kind === "saved" ? `@${one.key}` : (writeFilters(one.filters) ?? "");
  return escapeBar(`${one.not ? "!" : ""}${text}`);
};

/** The filter of a question; undefined for everybody. */
export const filterOfCompared = (one: Compared): SegmentFilter | undefined => {
  const filter =
    one.kind === "all" ? undefined : one.kind === "saved" ? { segment: one.key } : segmentOf(one.filters);
  return one.not && filter ? { not: filter } : filter;
};

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

const ownName = (filters: readonly FieldFilter[]): string => {
  const [only] = filters;
  if (filters.length === 1 && only && "values" in only && only.op === "is" && !isUnitFact(only.field))
    return capital(only.values.join(" or "));
  return filters.map(filterText).join(" and ");
};

const longest = 80;

/** What a row is called: "Mobile", "Paid Search or Email", "Not Mobile buyers". */
export const comparedName = (one: Compared, segments: readonly NamedSegment[]): string => {
  const name =
    one.kind === "all"
      ? "Everyone"
      : one.kind === "saved"
        ? (segments.find(({ key }) => key === one.key)?.name ?? one.key)
        : ownName(one.filters);
  const full = one.not ? `Not ${name}` : name;
  return full.length > longest ? `${full.slice(0, longest - 1)}…` : full;
};
