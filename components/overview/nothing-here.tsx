import Link from "next/link";
import { dateText, shiftDate } from "@/components/filters/calendar-date";
import type { Report } from "@/components/filters/load-report";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { localDate } from "@/lib/calendar/local-date";
import type { CatalogAnswer } from "@/lib/reports/catalog/definition";
import { FirstSteps } from "./first-steps";

/** No visitors in the answer: nothing was ever sent, or not in these days, or not by those the filters keep. */
export const NothingHere = ({
  report,
  catalog,
  hasMacro,
  path,
}: {
  report: Report;
  catalog: CatalogAnswer;
  hasMacro: boolean;
  /** The page's own segment. */
  path: string;
}) => {
  const { base, view, about, access } = report;
  const lastSeen = catalog.events
    .map((event) => event.lastSeen)
    .toSorted()
    .at(-1);
  if (lastSeen === undefined) return <FirstSteps base={base} hasMacro={hasMacro} />;
  const lastDate = localDate(Date.parse(lastSeen), access.project.timezone);
  const around = `from=${shiftDate(lastDate, -27)}&to=${shiftDate(lastDate, 1)}`;
  return (
    <Panel>
      <EmptyState
        title={`No ${view.unit}s in this range`}
        actions={
          <>
            {view.filters.length > 0 ? (
              <Button asChild>
                <Link
                  href={
                    view.range
                      ? `${base}/${path}?range=${view.range}`
                      : `${base}/${path}?from=${view.from}&to=${view.to}`
                  }
                >
                  Remove the filters
                </Link>
              </Button>
            ) : null}
            <Button asChild>
              <Link href={`${base}/${path}?${around}`}>Show the last days with events</Link>
            </Button>
          </>
        }
      >
        <p>{about}</p>
        <p>The last event happened on {dateText(lastDate)}.</p>
      </EmptyState>
    </Panel>
  );
};
