import type { SegmentFilter } from "@/lib/matching/definition";
import type { Unit } from "@/lib/reports/definition";
import { longestRangeDays } from "@/lib/reports/longest-range";
import { dateRangeText, daysFrom, isDate, shiftDate } from "./calendar-date";
import { type FieldFilter, readFilters, segmentOf } from "./field-filter";
import { defaultRange, presets } from "./range-presets";
import type { ReportParams } from "./report-params";

/** A saved segment as reports name it. */
export type NamedSegment = { key: string; name: string };

/** What a report is about, read from the address. Dates are local dates of the project, `to` exclusive. */
export type ReportView = {
  /** The preset as the address names it; null for dates of one's own. */
  range: string | null;
  rangeLabel: string;
  from: string;
  to: string;
  unit: Unit;
  comparesPrevious: boolean;
  /** The saved segment that is looked at; null for everybody. */
  segment: NamedSegment | null;
  filters: FieldFilter[];
  /** What the address asked for and could not be had, in sentences. */
  notices: string[];
};

/** Gives the address its meaning. `today` is the project's local date, `segments` are its saved ones. */
export const readReportView = (
  params: ReportParams,
  today: string,
  segments: readonly NamedSegment[],
): ReportView => {
  const notices: string[] = [];
  const { filters, unread } = readFilters(params.f ?? "");
  for (const entry of unread)
    notices.push(
      `The filter “${entry}” is not one we know, so it was left out: more is counted than the link meant.`,
    );
  if (params.unit !== null && params.unit !== "visitor" && params.unit !== "session")
    notices.push(`“${params.unit}” cannot be counted. Counting visitors.`);
  if (params.compare !== null && params.compare !== "previous" && params.compare !== "none")
    notices.push(`There is no comparison “${params.compare}”. Comparing with the previous period.`);
  const segment = segments.find(({ key }) => key === params.segment);
  if (params.segment !== null && segment === undefined)
    notices.push(`There is no segment “${params.segment}”, so everybody is counted.`);
  return {
    ...readRange(params, today, notices),
    unit: params.unit === "session" ? "session" : "visitor",
    comparesPrevious: params.compare !== "none",
    segment: segment ? { key: segment.key, name: segment.name } : null,
    filters,
    notices,
  };
};

type Range = Pick<ReportView, "range" | "rangeLabel" | "from" | "to">;

const readRange = (params: ReportParams, today: string, notices: string[]): Range => {
  const { range, from, to } = params;
  if (from !== null || to !== null) {
    const asked = from !== null && to !== null && isDate(from) && isDate(to) ? { from, to } : null;
    const days = asked ? daysFrom(asked.from, asked.to) : 0;
    if (asked && days > 0 && days <= longestRangeDays)
      return { range: null, rangeLabel: dateRangeText(asked.from, asked.to), ...asked };
    notices.push(
      days > longestRangeDays
        ? `The dates cover more than ${longestRangeDays} days. Showing the last 28 days.`
        : `“${from ?? "…"}” to “${to ?? "…"}” is not a range of dates. Showing the last 28 days.`,
    );
    return presetRange(defaultRange, today);
  }
  if (range === null || isRange(range)) return presetRange(range ?? defaultRange, today);
  notices.push(`There is no range “${range}”. Showing the last 28 days.`);
  return presetRange(defaultRange, today);
};

const lastDays = /^([1-9]\d{0,3})d$/;

const isRange = (range: string): boolean =>
  Object.hasOwn(presets, range) || Number(lastDays.exec(range)?.[1] ?? Number.NaN) <= longestRangeDays;

const presetRange = (range: string, today: string): Range => {
  const tomorrow = shiftDate(today, 1);
  const firstOfMonth = `${today.slice(0, 8)}01`;
  const named = (from: string, to: string): Range => ({ range, rangeLabel: labelOf(range), from, to });
  switch (range) {
    case "yesterday":
      return named(shiftDate(today, -1), today);
    case "month":
      return named(firstOfMonth, tomorrow);
    case "last-month":
      return named(`${shiftDate(firstOfMonth, -1).slice(0, 8)}01`, firstOfMonth);
    default: {
      const days = Number(lastDays.exec(range)?.[1] ?? 28);
      return named(shiftDate(tomorrow, -days), tomorrow);
    }
  }
};

const labelOf = (range: string): string =>
  Object.entries(presets).find(([name]) => name === range)?.[1] ?? `Last ${Number.parseInt(range, 10)} days`;

/** Whom a report is about, as one filter: the saved segment and every condition beside it. */
export const filterOf = ({
  segment,
  filters,
}: Pick<ReportView, "segment" | "filters">): SegmentFilter | undefined => {
  const conditions = segmentOf(filters);
  if (segment === null) return conditions;
  const saved = { segment: segment.key };
  return conditions ? { and: [saved, ...("and" in conditions ? conditions.and : [conditions])] } : saved;
};

/** The parts that every question shares. */
export const commonOf = (
  view: ReportView,
): { from: string; to: string; unit: Unit; segment?: SegmentFilter } => {
  const segment = filterOf(view);
  return { from: view.from, to: view.to, unit: view.unit, ...(segment ? { segment } : {}) };
};
