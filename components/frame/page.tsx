import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

/** The column a page's content stands in: at most 1,280 px, in the middle of what the rail leaves. */
export const Page = ({ className, children }: { className?: string; children: ReactNode }) => (
  <div className={cn("mx-auto w-full max-w-[1280px] px-4 py-5 md:px-6", className)}>{children}</div>
);

/** The page's name, a sentence about it, and what can be done with all of it. */
export const PageTitle = ({
  title,
  subtitle,
  actions,
}: {
  title: string;
  subtitle?: ReactNode;
  actions?: ReactNode;
}) => (
  <header className="mb-5 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
    <div className="min-w-0">
      <h1 className="font-semibold text-xl tracking-tight">{title}</h1>
      {subtitle ? <p className="mt-0.5 max-w-2xl text-muted">{subtitle}</p> : null}
    </div>
    {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
  </header>
);
