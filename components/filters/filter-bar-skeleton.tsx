import { Skeleton } from "@/components/ui/skeleton";

/** The filter bar before the page knows what is asked. */
export const FilterBarSkeleton = () => (
  <div className="border-b">
    <div className="mx-auto flex w-full max-w-[1280px] gap-2 px-4 py-2 md:px-6">
      <Skeleton className="h-8 w-64" />
      <Skeleton className="h-8 w-28" />
      <Skeleton className="h-8 w-36 max-sm:hidden" />
    </div>
  </div>
);
