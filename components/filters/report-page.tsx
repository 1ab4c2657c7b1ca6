import type { ReactNode } from "react";
import { NoteLayer } from "@/components/charts/note-layer";
import { Page } from "@/components/frame/page";
import { FilterBar } from "./filter-bar";
import type { Report } from "./load-report";
import { Notices } from "./notices";

/** The filter bar and, under it, a page that fades while a new answer is worked out. */
export const ReportPage = ({
  report,
  title,
  notices = [],
  children,
}: {
  report: Report;
  title: string;
  notices?: readonly string[];
  children: ReactNode;
}) => {
  const { access, view, previousDates, segments, mayEdit } = report;
  return (
    <div className="group/report">
      <FilterBar
        org={access.org.slug}
        project={access.project.slug}
        view={view}
        previousDates={previousDates}
        segments={segments.map(({ key, name }) => ({ key, name }))}
        mayEdit={mayEdit}
      />
      <Page>
        <h1 className="sr-only">{title}</h1>
        <Notices notices={[...view.notices, ...notices]} />
        <div className="space-y-5 transition-opacity group-has-data-pending/report:opacity-60">
          {children}
        </div>
      </Page>
      <NoteLayer />
    </div>
  );
};
