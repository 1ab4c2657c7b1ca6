import Link from "next/link";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

const NotFoundInProject = () => (
  <div className="mx-auto max-w-xl py-12">
    <EmptyState
      heading="h1"
      title="There is nothing at this address"
      actions={
        <Button variant="primary" asChild>
          <Link href="/">Go to the overview</Link>
        </Button>
      }
    >
      It may have been renamed or deleted by someone in your team.
    </EmptyState>
  </div>
);

export default NotFoundInProject;
