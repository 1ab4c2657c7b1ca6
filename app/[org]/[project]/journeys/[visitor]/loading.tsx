import { Page } from "@/components/frame/page";
import { TimelineSkeleton } from "@/components/journeys/journeys-skeleton";

const VisitorLoading = () => (
  <Page>
    <TimelineSkeleton />
  </Page>
);

export default VisitorLoading;
