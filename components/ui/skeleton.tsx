import { cn } from "./cn";

/** The shape of what comes. The page around it says "Loading" once for those who cannot see shapes. */
export const Skeleton = ({ className }: { className?: string }) => (
  <div aria-hidden className={cn("animate-pulse rounded-sm bg-hover", className)} />
);
