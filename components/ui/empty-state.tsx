import type { ReactNode } from "react";
import { cn } from "./cn";

/** Nothing here yet: what that means and what to do next. */
export const EmptyState = ({
  title,
  children,
  actions,
  heading: Heading = "h2",
  className,
}: {
  title: string;
  /** "h1" where it is the whole page. */
  heading?: "h1" | "h2";
  children?: ReactNode;
  actions?: ReactNode;
  className?: string;
}) => (
  <div className={cn("flex flex-col items-center px-6 py-12 text-center", className)}>
    <svg aria-hidden viewBox="0 0 120 48" className="mb-4 h-12 w-30 fill-none stroke-2" strokeLinecap="round">
      <path className="stroke-micro/45" d="M4 6c28 0 34 18 62 18" />
      <path className="stroke-micro/45" d="M4 24h62" />
      <path className="stroke-micro/45" d="M4 42c28 0 34-18 62-18" />
      <path className="stroke-macro/60 [stroke-width:4]" d="M68 24h48" />
    </svg>
    <Heading className="font-medium text-lg">{title}</Heading>
    {children ? <div className="mt-1 max-w-md text-balance text-muted">{children}</div> : null}
    {actions ? <div className="mt-5 flex flex-wrap justify-center gap-2">{actions}</div> : null}
  </div>
);
