import { AttributionSkeleton } from "@/components/attribution/attribution-skeleton";
import { FilterBarSkeleton } from "@/components/filters/filter-bar-skeleton";
import { Page } from "@/components/frame/page";

const AttributionLoading = () => (
  <>
    <FilterBarSkeleton />
    <Page>
      <AttributionSkeleton />
    </Page>
  </>
);

export default AttributionLoading;
