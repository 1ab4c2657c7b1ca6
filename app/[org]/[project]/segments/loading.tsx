import { Page, PageTitle } from "@/components/frame/page";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";

const rows = ["a", "b", "c", "d"];

const SegmentsLoading = () => (
  <Page>
    <PageTitle
      title="Segments"
      subtitle="Groups of visitors by who they are and what they did. Choose one in any report, or compare several."
    />
    <p role="status" className="sr-only">
      Loading the segments
    </p>
    <Panel className="divide-y">
      {rows.map((row) => (
        <div key={row} className="flex items-center gap-6 px-4 py-3">
          <div className="grid flex-1 gap-1.5">
            <Skeleton className="h-4 w-36" />
            <Skeleton className="h-4 w-64 max-w-full" />
          </div>
          <Skeleton className="h-5 w-14" />
          <Skeleton className="h-5 w-32 max-sm:hidden" />
        </div>
      ))}
    </Panel>
  </Page>
);

export default SegmentsLoading;
