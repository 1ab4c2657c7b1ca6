import { FilterBarSkeleton } from "@/components/filters/filter-bar-skeleton";
import { Page } from "@/components/frame/page";
import { JourneysSkeleton } from "@/components/journeys/journeys-skeleton";

const JourneysLoading = () => (
  <>
    <FilterBarSkeleton />
    <Page>
      <JourneysSkeleton />
    </Page>
  </>
);

export default JourneysLoading;
