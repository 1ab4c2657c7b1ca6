import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";

const columns = ["a", "b", "c", "d", "e"];
const rows = ["a", "b", "c", "d"];

/** The shape of what comes, said once for those who cannot see shapes. */
export const JourneysSkeleton = () => (
  <Panel className="px-4 py-4">
    <p role="status" className="sr-only">
      Loading
    </p>
    <Skeleton className="h-5 w-72 max-w-full" />
    <Skeleton className="mt-4 h-8 w-full" />
    <div className="mt-5 grid grid-cols-2 gap-8 md:grid-cols-5">
      {columns.map((column) => (
        <div key={column} className="grid gap-5">
          {rows.map((row) => (
            <Skeleton key={row} className="h-14" />
          ))}
        </div>
      ))}
    </div>
  </Panel>
);

/** The shape of a timeline. */
export const TimelineSkeleton = () => (
  <div className="grid gap-4">
    <p role="status" className="sr-only">
      Loading
    </p>
    <Skeleton className="h-7 w-48" />
    <Skeleton className="h-24 w-full" />
    <Skeleton className="h-64 w-full" />
    <Skeleton className="h-64 w-full" />
  </div>
);
