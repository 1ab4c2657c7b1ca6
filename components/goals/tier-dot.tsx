import { cn } from "@/components/ui/cn";
import type { Tier } from "@/lib/goals/definition";

/** Round for the aim, a ring for a step towards it: the tiers differ without colour too. */
export const TierDot = ({ tier, className }: { tier: Tier; className?: string }) => (
  <span
    aria-hidden
    className={cn(
      "inline-block size-2.5 shrink-0 rounded-full",
      tier === "macro" ? "bg-macro" : "border-[2.5px] border-micro",
      className,
    )}
  />
);
