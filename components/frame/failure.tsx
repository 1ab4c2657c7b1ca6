"use client";

import { useEffect } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** What an error boundary shows: what happened, and what to try. */
export const Failure = ({ error, retry }: { error: unknown; retry: () => void }) => {
  useEffect(() => {
    console.error(error);
  }, [error]);
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : null;
  return (
    <div role="alert" className="mx-auto max-w-xl py-12">
      <EmptyState
        heading="h1"
        title="This page could not be shown"
        actions={
          <Button variant="primary" onClick={retry}>
            Try again
          </Button>
        }
      >
        <p>
          Something failed on our side; your data is safe. Trying again often helps. If it does not, tell
          whoever runs this installation{digest ? ", with the number below." : "."}
        </p>
        {digest ? <p className="mt-2 font-mono text-subtle text-xs">{digest}</p> : null}
      </EmptyState>
    </div>
  );
};
