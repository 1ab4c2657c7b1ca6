import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";

const findings = ["a", "b", "c"];

/** The shape of what comes, said once for those who cannot see shapes. */
export const InsightsSkeleton = () => (
  <Panel className="px-4 py-4">
    <p role="status" className="sr-only">
      Loading
    </p>
    <Skeleton className="h-5 w-96 max-w-full" />
    {findings.map((finding) => (
      <div key={finding} className="mt-6 grid gap-6 md:grid-cols-[1fr_18rem]">
        <Skeleton className="h-24" />
        <Skeleton className="h-24" />
      </div>
    ))}
  </Panel>
);
