"use client";

import { unstable_rethrow, useRouter } from "next/navigation";
import { Component, type ReactNode, startTransition } from "react";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";

type Props = { title: string; children: ReactNode };

/** Keeps a failure inside one part of a page. Next's own `catchError` would bring the whole `next/error` along. */
export class SectionBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(error: unknown) {
    // Redirects and "not found" travel as errors.
    unstable_rethrow(error);
    return { failed: true };
  }

  /** A new answer is a new chance. */
  override componentDidUpdate(before: Props) {
    if (this.state.failed && before.children !== this.props.children) this.setState({ failed: false });
  }

  override render() {
    return this.state.failed ? <SectionFailure title={this.props.title} /> : this.props.children;
  }
}

const SectionFailure = ({ title }: { title: string }) => {
  const router = useRouter();
  return (
    <Panel role="alert" className="flex flex-wrap items-center justify-between gap-3 px-4 py-5">
      <div>
        <h2 className="font-medium">{title}</h2>
        <p className="text-muted text-sm">
          This part could not be worked out just now. The rest of the page is not affected.
        </p>
      </div>
      <Button size="sm" onClick={() => startTransition(router.refresh)}>
        Try again
      </Button>
    </Panel>
  );
};
