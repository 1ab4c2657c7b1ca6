import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";

const rows = ["a", "b", "c"];

/** The comparison's shape, said once for those who cannot see shapes. */
export const CompareSkeleton = () => (
  <Panel className="px-4 py-4">
    <p role="status" className="sr-only">
      Loading
    </p>
    <Skeleton className="h-5 w-72 max-w-full" />
    <Skeleton className="mt-4 h-8 w-full" />
    {rows.map((row) => (
      <div key={row} className="mt-6 grid gap-3 md:grid-cols-[12rem_6rem_1fr_16rem]">
        <Skeleton className="h-9 w-36" />
        <Skeleton className="h-6" />
        <Skeleton className="h-6" />
        <Skeleton className="h-9" />
      </div>
    ))}
  </Panel>
);
