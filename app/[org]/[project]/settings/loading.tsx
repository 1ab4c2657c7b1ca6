import { Page, PageTitle } from "@/components/frame/page";
import { Skeleton } from "@/components/ui/skeleton";

const SettingsLoading = () => (
  <Page>
    <PageTitle title="Settings" />
    <p role="status" className="sr-only">
      Loading the settings
    </p>
    <div className="grid max-w-3xl gap-5">
      <Skeleton className="h-56 rounded-md" />
      <Skeleton className="h-64 rounded-md" />
      <Skeleton className="h-40 rounded-md" />
    </div>
  </Page>
);

export default SettingsLoading;
