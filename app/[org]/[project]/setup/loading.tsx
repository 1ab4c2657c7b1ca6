import { Page, PageTitle } from "@/components/frame/page";
import { Skeleton } from "@/components/ui/skeleton";

const SetupLoading = () => (
  <Page>
    <PageTitle title="Set-up" />
    <p role="status" className="sr-only">
      Loading the set-up
    </p>
    <div className="grid gap-5">
      <Skeleton className="h-14 rounded-md" />
      <Skeleton className="h-80 rounded-md" />
      <Skeleton className="h-40 rounded-md" />
    </div>
  </Page>
);

export default SetupLoading;
