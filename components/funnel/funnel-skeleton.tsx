import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";

const widths = ["w-full", "w-3/5", "w-1/3", "w-1/4"];

/** The funnel's shape, said once for those who cannot see shapes. */
export const FunnelSkeleton = () => (
  <div className="space-y-5">
    <p role="status" className="sr-only">
      Loading
    </p>
    <Panel className="space-y-6 px-4 py-4">
      <Skeleton className="h-5 w-72 max-w-full" />
      <Skeleton className="h-8 w-full" />
      {widths.map((width) => (
        <div key={width} className="grid gap-3 md:grid-cols-[12rem_1fr_20rem]">
          <Skeleton className="h-5 w-36" />
          <Skeleton className={`h-7 ${width}`} />
          <Skeleton className="h-5" />
        </div>
      ))}
    </Panel>
    <Panel className="space-y-3 px-4 py-4">
      <Skeleton className="h-5 w-40" />
      <Skeleton className="h-40 w-full" />
    </Panel>
  </div>
);
