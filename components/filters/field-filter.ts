import type { SegmentFilter } from "@/lib/matching/definition";
import { isUnitFact, isUnitField, type UnitFact, unitFacts, unitFieldLabel } from "./unit-fields";
import { escapeValue, splitUrlList, unescapeValue } from "./url-list";

export const valueOps = { is: ":", isNot: "!:", contains: "*:", startsWith: "^:" } as const;
export type ValueOp = keyof typeof valueOps;

/** One line of the filter bar. Several values of one field are alternatives; facts have "true" or "false". */
export type FieldFilter =
  | { field: string; op: ValueOp; values: string[] }
  | { field: string; op: "exists" | "notExists" };

export const opLabels = {
  is: "is",
  isNot: "is not",
  contains: "contains",
  startsWith: "starts with",
  exists: "has a value",
  notExists: "has no value",
} as const satisfies Record<FieldFilter["op"], string>;

export const isFilterOp = (text: string): text is FieldFilter["op"] => Object.hasOwn(opLabels, text);

const maxFilters = 20;
const maxValues = 100;
const maxLength = 500;

/**
 * Reads `device:mobile,desktop~channel!:Paid Search~path^:/blog~country:*~visitor.isNew:true`. Signs before the colon:
 * none is, `!` is not, `*` contains, `^` starts with; the value `*` means any. What makes no sense is handed back as it
 * was written.
 */
export const readFilters = (text: string): { filters: FieldFilter[]; unread: string[] } => {
  const filters: FieldFilter[] = [];
  const unread: string[] = [];
  for (const entry of splitUrlList(text)) {
    const filter = filters.length < maxFilters ? readFilter(entry) : null;
    if (filter) filters.push(filter);
    else unread.push(unescapeValue(entry));
  }
  return { filters, unread };
};

const readFilter = (entry: string): FieldFilter | null => {
  const [, field = "", sign = "", list = ""] = /^([^:!*^]+)([!*^]?):(.*)$/s.exec(entry) ?? [];
  const op = (["is", "isNot", "contains", "startsWith"] as const).find(
    (name) => valueOps[name] === `${sign}:`,
  );
  if (!isUnitField(field) || op === undefined) return null;
  if (isUnitFact(field))
    return op === "is" && (list === "true" || list === "false") ? { field, op, values: [list] } : null;
  if (list === "*") {
    if (op === "is") return { field, op: "exists" };
    return op === "isNot" ? { field, op: "notExists" } : null;
  }
  const values = [...new Set(splitUrlList(list, ",").map(unescapeValue))];
  const fits = values.length > 0 && values.length <= maxValues && values.every((v) => v.length <= maxLength);
  return fits ? { field, op, values } : null;
};

/** The text that `readFilters` reads; null for none, so that the address stays short. */
export const writeFilters = (filters: readonly FieldFilter[]): string | null =>
  filters.length === 0
    ? null
    : filters
        .map((filter) =>
          "values" in filter
            ? `${filter.field}${valueOps[filter.op]}${filter.values.map(escapeValue).join(",")}`
            : `${filter.field}${filter.op === "exists" ? ":*" : "!:*"}`,
        )
        .join("~");

/** The filters as one segment of a question: all of them hold. */
export const segmentOf = (filters: readonly FieldFilter[]): SegmentFilter | undefined => {
  const parts = filters.map(asFilter);
  return parts.length > 1 ? { and: parts } : parts[0];
};

const asFilter = (filter: FieldFilter): SegmentFilter => {
  if (!("values" in filter)) return filter;
  const { field, op, values } = filter;
  if (isUnitFact(field)) return { field, op: "is", value: values[0] === "true" };
  if (op === "is" || op === "isNot") return { field, op, value: values };
  const parts: SegmentFilter[] = values.map((value) => ({ field, op, value }));
  return parts[0] && parts.length === 1 ? parts[0] : { or: parts };
};

const factText = (field: UnitFact, value: string | undefined): string =>
  value === "true" ? unitFacts[field].yes : unitFacts[field].no;

/** "Device is mobile or desktop", "New visitors". */
export const filterText = (filter: FieldFilter): string => {
  if (isUnitFact(filter.field) && "values" in filter) return factText(filter.field, filter.values[0]);
  const words = `${unitFieldLabel(filter.field)} ${opLabels[filter.op]}`;
  return "values" in filter ? `${words} ${filter.values.join(" or ")}` : words;
};
