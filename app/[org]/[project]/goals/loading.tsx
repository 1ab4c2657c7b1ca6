import { Page, PageTitle } from "@/components/frame/page";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";

const rows = ["a", "b", "c", "d"];

const GoalsLoading = () => (
  <Page>
    <PageTitle title="Goals" />
    <p role="status" className="sr-only">
      Loading the goals
    </p>
    {["macro", "micro"].map((tier) => (
      <div key={tier} className="mb-7">
        <Skeleton className="mb-2 h-5 w-40" />
        <Panel className="divide-y">
          {rows.map((row) => (
            <div key={row} className="flex items-center gap-6 px-4 py-3">
              <div className="grid flex-1 gap-1.5">
                <Skeleton className="h-4 w-36" />
                <Skeleton className="h-4 w-64 max-w-full" />
              </div>
              <Skeleton className="h-5 w-24 max-sm:hidden" />
              <Skeleton className="h-5 w-14" />
            </div>
          ))}
        </Panel>
      </div>
    ))}
  </Page>
);

export default GoalsLoading;
