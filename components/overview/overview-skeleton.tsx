import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";

export const MacroRowsSkeleton = () => (
  <Panel className="grid gap-6 px-4 py-4 md:grid-cols-[1fr_2.2fr_1fr]">
    <div className="space-y-2">
      <Skeleton className="h-4 w-24" />
      <Skeleton className="h-9 w-32" />
      <Skeleton className="h-3 w-40" />
    </div>
    <div className="grid grid-cols-3 gap-6">
      <Skeleton className="h-16" />
      <Skeleton className="h-16" />
      <Skeleton className="h-16" />
    </div>
    <Skeleton className="h-14" />
  </Panel>
);

export const ChartSkeleton = ({ className }: { className: string }) => (
  <Panel className="space-y-4 px-4 py-4">
    <div className="space-y-2">
      <Skeleton className="h-5 w-72 max-w-full" />
      <Skeleton className="h-4 w-96 max-w-full" />
    </div>
    <Skeleton className={className} />
  </Panel>
);

/** The overview's shape, said once for those who cannot see shapes. */
export const OverviewSkeleton = () => (
  <div className="space-y-5">
    <p role="status" className="sr-only">
      Loading
    </p>
    <MacroRowsSkeleton />
    <ChartSkeleton className="h-[460px]" />
    <ChartSkeleton className="h-[280px]" />
  </div>
);
