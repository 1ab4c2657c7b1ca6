import "server-only";
import type { SearchParams } from "nuqs/server";
import { authorizeProject, type ProjectAccess, type ProjectSlugs } from "@/lib/auth/authorize";
import { atLeast } from "@/lib/auth/roles";
import { localDate, startOfDate } from "@/lib/calendar/local-date";
import { previousRange } from "@/lib/calendar/previous-range";
import { clock } from "@/lib/clock";
import type { Segment } from "@/lib/segments/definition";
import { listSegments } from "@/lib/segments/store";
import { dateRangeText } from "./calendar-date";
import { filterText } from "./field-filter";
import { loadReportParams } from "./report-params";
import { type ReportView, readReportView } from "./report-view";

/** What Next hands to a report page. */
export type ReportPageProps = { params: Promise<ProjectSlugs>; searchParams: Promise<SearchParams> };

export type Report = {
  access: ProjectAccess;
  /** "/org/project". */
  base: string;
  view: ReportView;
  /** The project's saved segments, oldest first. */
  segments: readonly Segment[];
  /** May change definitions: goals, segments, funnels. */
  mayEdit: boolean;
  /** The days to compare with, "28 Sep – 25 Oct 2026". */
  previousDates: string;
  /** Range, segment and filters in words, for subtitles. */
  about: string;
  /** What names a file that holds the report. */
  fileWords: string[];
};

/** Who asks, for which project, and what about: the start of every report page. */
export const loadReport = async (
  params: ReportPageProps["params"],
  searchParams: ReportPageProps["searchParams"],
): Promise<Report> => {
  const { org, project } = await params;
  const access = await authorizeProject({ org, project });
  const { timezone } = access.project;
  const now = clock.now();
  const segments = await listSegments(access.scope);
  const view = readReportView(loadReportParams(await searchParams), localDate(now, timezone), segments);
  const range = { from: startOfDate(view.from, timezone), to: startOfDate(view.to, timezone) };
  const previous = previousRange({ ...range, asOf: now }, timezone);
  const dates = dateRangeText(view.from, view.to);
  return {
    access,
    base: `/${org}/${project}`,
    view,
    segments,
    mayEdit: atLeast(access.role, "admin"),
    previousDates: dateRangeText(localDate(previous.from, timezone), localDate(previous.to, timezone)),
    about: `${[dates, ...(view.segment ? [view.segment.name] : []), ...view.filters.map(filterText)].join(" · ")}.`,
    fileWords: [project, dates],
  };
};
