import { Page } from "@/components/frame/page";
import { Skeleton } from "@/components/ui/skeleton";

const ProjectLoading = () => (
  <Page>
    <p role="status" className="sr-only">
      Loading
    </p>
    <Skeleton className="h-7 w-48" />
    <Skeleton className="mt-2 h-4 w-80 max-w-full" />
    <Skeleton className="mt-6 h-64 w-full" />
  </Page>
);

export default ProjectLoading;
