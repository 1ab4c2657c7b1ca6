import Link from "next/link";
import { Wordmark } from "@/components/frame/logo";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

const NotFound = () => (
  <main className="mx-auto flex min-h-dvh max-w-xl flex-col px-4 py-6">
    <Link href="/" className="self-start rounded-sm">
      <Wordmark />
    </Link>
    <div className="grid flex-1 place-items-center">
      <EmptyState
        heading="h1"
        title="There is nothing at this address"
        actions={
          <Button variant="primary" asChild>
            <Link href="/">Go to your project</Link>
          </Button>
        }
      >
        It may have been moved or deleted, or your account may have no access to it.
      </EmptyState>
    </div>
  </main>
);

export default NotFound;
