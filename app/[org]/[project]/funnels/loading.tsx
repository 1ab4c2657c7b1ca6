import { FilterBarSkeleton } from "@/components/filters/filter-bar-skeleton";
import { Page } from "@/components/frame/page";
import { FunnelSkeleton } from "@/components/funnel/funnel-skeleton";

const FunnelsLoading = () => (
  <>
    <FilterBarSkeleton />
    <Page>
      <FunnelSkeleton />
    </Page>
  </>
);

export default FunnelsLoading;
