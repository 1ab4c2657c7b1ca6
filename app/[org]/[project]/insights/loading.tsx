import { FilterBarSkeleton } from "@/components/filters/filter-bar-skeleton";
import { Page } from "@/components/frame/page";
import { InsightsSkeleton } from "@/components/insights/insights-skeleton";

const InsightsLoading = () => (
  <>
    <FilterBarSkeleton />
    <Page>
      <InsightsSkeleton />
    </Page>
  </>
);

export default InsightsLoading;
