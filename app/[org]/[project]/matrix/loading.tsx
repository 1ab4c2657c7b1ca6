import { FilterBarSkeleton } from "@/components/filters/filter-bar-skeleton";
import { Page } from "@/components/frame/page";
import { MatrixSkeleton } from "@/components/matrix/matrix-skeleton";

const MatrixLoading = () => (
  <>
    <FilterBarSkeleton />
    <Page>
      <MatrixSkeleton />
    </Page>
  </>
);

export default MatrixLoading;
