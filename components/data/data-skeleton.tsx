import { Skeleton } from "@/components/ui/skeleton";

/** The page's shape, said once for those who cannot see shapes. */
export const DataSkeleton = () => (
  <div className="grid gap-5">
    <p role="status" className="sr-only">
      Loading the state of your data
    </p>
    <Skeleton className="h-20 rounded-md" />
    <Skeleton className="h-80 rounded-md" />
    <Skeleton className="h-48 rounded-md" />
    <Skeleton className="h-96 rounded-md" />
  </div>
);
