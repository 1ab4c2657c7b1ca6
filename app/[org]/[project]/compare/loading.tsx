import { CompareSkeleton } from "@/components/compare/compare-skeleton";
import { FilterBarSkeleton } from "@/components/filters/filter-bar-skeleton";
import { Page } from "@/components/frame/page";

const CompareLoading = () => (
  <>
    <FilterBarSkeleton />
    <Page>
      <CompareSkeleton />
    </Page>
  </>
);

export default CompareLoading;
