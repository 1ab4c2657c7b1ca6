import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";

const lines = ["a", "b", "c", "d", "e", "f"];

/** The shape of a table of rows with bars. */
export const RowsSkeleton = () => (
  <Panel className="px-4 py-4">
    <Skeleton className="h-5 w-72 max-w-full" />
    <Skeleton className="mt-2 h-4 w-96 max-w-full" />
    {lines.map((line) => (
      <div key={line} className="mt-5 grid gap-4 md:grid-cols-[12rem_5rem_1fr_7rem]">
        <Skeleton className="h-5 w-36" />
        <Skeleton className="h-5" />
        <Skeleton className="h-5" />
        <Skeleton className="h-5" />
      </div>
    ))}
  </Panel>
);

/** The page's shape, said once for those who cannot see shapes. */
export const AttributionSkeleton = () => (
  <div className="space-y-5">
    <p role="status" className="sr-only">
      Loading
    </p>
    <RowsSkeleton />
    <RowsSkeleton />
  </div>
);
