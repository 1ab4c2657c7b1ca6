import type { ComponentProps } from "react";
import { cn } from "./cn";

/** Looks shared by everything a person types or picks in. 16 px under 768 px, or iOS zooms the page. */
export const controlLooks =
  "w-full rounded-md border border-control bg-surface px-3 text-base text-ink transition-colors max-md:text-lg " +
  "hover:border-muted focus-visible:border-focus focus-visible:outline-1 focus-visible:outline-offset-0 " +
  "disabled:cursor-not-allowed disabled:bg-sunken disabled:text-muted disabled:opacity-80 " +
  "[&[readonly]]:bg-sunken [&[readonly]]:text-muted aria-invalid:border-bad aria-invalid:focus-visible:outline-bad";

export const Input = ({ className, ...props }: ComponentProps<"input">) => (
  <input className={cn(controlLooks, "h-9", className)} {...props} />
);
