import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

/** A box for something that stands on its own. */
export const Panel = ({ className, ...props }: ComponentProps<"section">) => (
  <section className={cn("rounded-md border bg-surface", className)} {...props} />
);

/** Title, the sentence under it, and what can be done with the whole panel. */
export const PanelHeader = ({
  title,
  subtitle,
  actions,
  className,
}: {
  title: ReactNode;
  subtitle?: ReactNode;
  actions?: ReactNode;
  className?: string;
}) => (
  <header
    className={cn("flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-4 pt-3.5 pb-3", className)}
  >
    <div className="min-w-0">
      <h2 className="font-medium text-base text-ink">{title}</h2>
      {subtitle ? <p className="text-muted text-sm">{subtitle}</p> : null}
    </div>
    {actions ? <div className="flex items-center gap-1.5">{actions}</div> : null}
  </header>
);
