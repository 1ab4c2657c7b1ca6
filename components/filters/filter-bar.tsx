"use client";

import { ChevronDown } from "lucide-react";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Spinner } from "@/components/ui/spinner";
import { readFilters } from "./field-filter";
import { FilterChips } from "./filter-chips";
import { RangePicker } from "./range-picker";
import { filterOf, type NamedSegment, type ReportView } from "./report-view";
import { SegmentPicker } from "./segment-picker";
import { ShareButton } from "./share-button";
import { useReportParams } from "./use-report-params";

const units = [
  { value: "visitor", label: "Visitors" },
  { value: "session", label: "Sessions" },
] as const;

/** What a report is about, in one bar that stays in sight. All of it lives in the address. */
export const FilterBar = ({
  org,
  project,
  view,
  previousDates,
  segments,
  mayEdit,
}: {
  org: string;
  project: string;
  view: ReportView;
  /** "28 Sep – 25 Oct 2026". */
  previousDates: string;
  segments: readonly NamedSegment[];
  mayEdit: boolean;
}) => {
  const { pending, asked, set } = useReportParams();
  // Controls show what was chosen at once, so that a second change builds on the first.
  const shown = asked
    ? {
        unit: asked.unit === "session" ? ("session" as const) : ("visitor" as const),
        comparesPrevious: asked.compare !== "none",
        segment: segments.find(({ key }) => key === asked.segment) ?? null,
        filters: readFilters(asked.f ?? "").filters,
      }
    : view;
  return (
    <search
      aria-label="Filters"
      data-pending={pending || undefined}
      className="group/filters sticky top-(--top-bar) z-10 block border-b bg-page"
    >
      <div className="mx-auto flex w-full max-w-[1280px] items-center gap-2 px-4 md:px-6">
        <div className="relative -mx-1 flex min-w-0 flex-1 items-center gap-2 px-1 py-2 max-md:overflow-x-auto md:flex-wrap">
          <RangePicker view={view} onChange={set} />
          <ComparisonSelect
            comparesPrevious={shown.comparesPrevious}
            previousDates={previousDates}
            onChange={(compare) => set({ compare })}
          />
          <SegmentPicker
            org={org}
            project={project}
            segments={segments}
            segment={shown.segment}
            unit={shown.unit}
            unsaved={shown.filters.length > 0 ? filterOf(shown) : undefined}
            mayEdit={mayEdit}
            onChange={set}
          />
          <SegmentedControl
            label="Count"
            name="unit"
            size="sm"
            className="shrink-0"
            options={units}
            value={shown.unit}
            onValueChange={(unit) => set({ unit: unit === "visitor" ? null : unit })}
          />
          <FilterChips
            filters={shown.filters}
            context={{ org, project, from: view.from, to: view.to }}
            onChange={(f) => set({ f })}
          />
          {pending ? <Spinner label="Working out the new answer" className="text-muted" /> : null}
        </div>
        <ShareButton />
      </div>
    </search>
  );
};

const ComparisonSelect = ({
  comparesPrevious,
  previousDates,
  onChange,
}: {
  comparesPrevious: boolean;
  previousDates: string;
  onChange: (compare: string | null) => void;
}) => (
  <span className="relative inline-flex shrink-0">
    <select
      aria-label="Comparison"
      value={comparesPrevious ? "previous" : "none"}
      onChange={(event) => onChange(event.target.value === "none" ? "none" : null)}
      className="h-8 appearance-none [field-sizing:content] rounded-sm border border-edge bg-surface pr-8 pl-2.5 font-medium text-sm hover:bg-hover"
    >
      <optgroup label={previousDates}>
        <option value="previous">vs previous</option>
      </optgroup>
      <option value="none">No comparison</option>
    </select>
    <ChevronDown aria-hidden className="pointer-events-none absolute top-2 right-2 size-4 text-subtle" />
  </span>
);
