import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "./cn";
import { controlLooks } from "./input";

/** The platform's own select: right on phones, with the keyboard and in forms without script. */
export const Select = ({ className, ...props }: ComponentProps<"select">) => (
  <span className={cn("relative inline-flex w-full", className)}>
    <select className={cn(controlLooks, "h-9 appearance-none truncate pr-8")} {...props} />
    <ChevronDown
      aria-hidden
      className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-subtle"
    />
  </span>
);
