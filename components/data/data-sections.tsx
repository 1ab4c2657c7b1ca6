import Link from "next/link";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import { ArrivalsPanel } from "./arrivals-panel";
import type { Span } from "./data-params";
import { Headline } from "./headline";
import { LeakedKeyNotice } from "./leaked-key-notice";
import { LiveStream } from "./live-stream";
import { OtherReasons } from "./other-reasons";
import type { readDataPage } from "./read-data-page";
import { RejectedPanel } from "./rejected-panel";

/** The state of the data from the whole to the single event. */
export const DataSections = ({
  data,
  slugs,
  span,
  timezone,
  mayRepair,
}: {
  data: Awaited<ReturnType<typeof readDataPage>>;
  slugs: ProjectSlugs;
  span: Span;
  timezone: string;
  mayRepair: boolean;
}) => {
  const { arrivals, check, counts, rejected, others, latest, until } = data;
  const base = `/${slugs.org}/${slugs.project}`;
  const isEmpty = latest.length === 0 && arrivals.sums.received === 0 && counts.length === 0;
  if (isEmpty)
    return (
      <Panel>
        <EmptyState
          title="Nothing has been sent yet"
          actions={
            <Button variant="primary" asChild>
              <Link href={`${base}/setup`}>Open the set-up</Link>
            </Button>
          }
        >
          As soon as a page or server sends its first event, this page says what became of it.
        </EmptyState>
      </Panel>
    );
  return (
    <div className="grid gap-5">
      <LeakedKeyNotice reasons={counts} base={base} />
      <Headline arrivals={arrivals} span={span} check={check} timezone={timezone} />
      <ArrivalsPanel arrivals={arrivals} span={span} />
      <RejectedPanel rows={rejected} span={span} slugs={slugs} until={until} mayRepair={mayRepair} />
      <OtherReasons rows={others} span={span} />
      <LiveStream base={base} start={latest} timezone={timezone} />
    </div>
  );
};
