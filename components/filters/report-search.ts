import { createSerializer, parseAsString } from "nuqs/server";
import { type FieldFilter, writeFilters } from "./field-filter";
import { reportParams } from "./report-params";
import type { ReportView } from "./report-view";

const serialize = createSerializer({
  ...reportParams,
  steps: parseAsString,
  window: parseAsString,
  by: parseAsString,
});

type Extra = { steps?: string | null; window?: string | null; by?: string | null };

/** The query text of a report about the same visitors, range and comparison; with other filters if given. */
export const reportSearch = (
  view: ReportView,
  extra: Extra = {},
  filters: readonly FieldFilter[] = view.filters,
): string =>
  serialize({
    range: view.range,
    from: view.range === null ? view.from : null,
    to: view.range === null ? view.to : null,
    unit: view.unit === "visitor" ? null : view.unit,
    compare: view.comparesPrevious ? null : "none",
    segment: view.segment?.key ?? null,
    f: writeFilters(filters),
    ...extra,
  });
