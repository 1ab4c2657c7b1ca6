import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";

const rows = ["a", "b", "c", "d", "e"];

/** The matrix's shape, said once for those who cannot see shapes. */
export const MatrixSkeleton = () => (
  <Panel className="px-4 py-4">
    <p role="status" className="sr-only">
      Loading
    </p>
    <Skeleton className="h-5 w-72 max-w-full" />
    <Skeleton className="mt-4 h-8 w-full" />
    {rows.map((row) => (
      <div key={row} className="mt-5 grid gap-4 md:grid-cols-[14rem_5rem_1fr_7rem_7rem]">
        <Skeleton className="h-5 w-40" />
        <Skeleton className="h-5" />
        <Skeleton className="h-14" />
        <Skeleton className="h-5" />
        <Skeleton className="h-5" />
      </div>
    ))}
  </Panel>
);
