import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";

const widths = ["w-full", "w-3/5", "w-1/3", "w-1/4"];

/** The funnel's shape, said once for those who cannot see shapes. */
export const FunnelSkeleton = () => (
  <div className="space-y-5">
    <p role="status" className="sr-only">
      Loading
    </p>
    <Panel>
      <div className="space-y-1.5 px-4 pt-3.5 pb-3">
        <Skeleton className="h-5 w-72 max-w-full" />
        <Skeleton className="h-4 w-96 max-w-full" />
      </div>
      <div className="border-y px-4 py-2.5">
        <Skeleton className="h-9 w-full" />
      </div>
      <div className="divide-y">
        {widths.map((width) => (
          <div key={width} className="grid gap-3 px-4 py-4 md:grid-cols-[12rem_1fr_20rem]">
            <Skeleton className="h-5 w-36" />
            <div className="space-y-2">
              <Skeleton className={`h-7 ${width}`} />
              <Skeleton className="h-4 w-48" />
            </div>
            <Skeleton className="h-5" />
          </div>
        ))}
      </div>
    </Panel>
    <Panel className="space-y-3 px-4 py-4">
      <Skeleton className="h-5 w-40" />
      <Skeleton className="h-64 w-full" />
    </Panel>
    <div className="grid gap-5 lg:grid-cols-2">
      <Panel className="space-y-3 px-4 py-4">
        <Skeleton className="h-5 w-52" />
        <Skeleton className="h-64 w-full" />
      </Panel>
      <Panel className="space-y-3 px-4 py-4">
        <Skeleton className="h-5 w-52" />
        <Skeleton className="h-64 w-full" />
      </Panel>
    </div>
  </div>
);
