import type { ReactNode } from "react";

/** A control that says its own name to screen readers, with the name beside it. */
export const Labelled = ({ label, children }: { label: string; children: ReactNode }) => (
  <span className="inline-flex max-w-full items-center gap-2">
    <span aria-hidden className="shrink-0 text-muted text-sm max-sm:hidden">
      {label}
    </span>
    {children}
  </span>
);
