"use client";

import { ChartFrame } from "@/components/charts/chart-frame";
import { csvLink } from "@/components/charts/csv-link";
import { DataTableView } from "@/components/charts/data-table-view";
import type { FieldFilter } from "@/components/filters/field-filter";
import { Notice } from "@/components/ui/notice";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Spinner } from "@/components/ui/spinner";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import type { Sources } from "./prepare-sources";
import { sourceFields, sourceNames } from "./source-fields";
import { SourcesTable } from "./sources-table";
import { type AskedSources, useSources } from "./use-sources";

const options = sourceNames.map((value) => ({ value, label: sourceFields[value].label }));

/** Where do they come from, and which of them reach the aim? */
export const SourcesPanel = ({
  slugs,
  question,
  start,
  filters,
  about,
  fileWords,
}: {
  slugs: ProjectSlugs;
  question: AskedSources;
  start: Sources;
  /** Those of the page, to which a row adds its own. */
  filters: readonly FieldFilter[];
  about: string;
  fileWords: readonly string[];
}) => {
  const { sources, chosen, pending, problem, choose } = useSources(slugs, question, start);
  const title = "Where do they come from, and who of them converts?";
  return (
    <ChartFrame
      title={title}
      subtitle={`${sources.field}, the largest first, with the rate to ${sources.aim}. Press a row to see only its ${sources.unit}. ${about}`}
      summary={sources.rows
        .map((row) => `${row.label}: ${row.units} ${sources.unit}, ${row.rate.note}.`)
        .join(" ")}
      table={<DataTableView label={title} table={sources.table} />}
      csv={csvLink(sources.table, sources.field, "to", sources.aim, ...fileWords)}
    >
      <div className="flex items-center gap-3 overflow-x-auto px-4 pb-3">
        <SegmentedControl
          label="Tell apart by"
          name="src"
          size="sm"
          className="shrink-0"
          options={options}
          value={chosen}
          onValueChange={choose}
        />
        {pending ? <Spinner label="Working out the new answer" className="text-muted" /> : null}
      </div>
      {problem ? (
        <Notice tone="bad" className="mx-4 mb-3">
          {problem}
        </Notice>
      ) : null}
      <div className={pending ? "border-t opacity-60 transition-opacity" : "border-t transition-opacity"}>
        <SourcesTable sources={sources} filters={filters} />
      </div>
    </ChartFrame>
  );
};
