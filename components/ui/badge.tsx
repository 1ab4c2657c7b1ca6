import type { ComponentProps } from "react";
import { cn } from "./cn";

const tones = {
  neutral: "bg-sunken text-muted",
  micro: "bg-micro-soft text-micro-ink",
  macro: "bg-macro-soft text-macro-ink",
  good: "bg-good-soft text-good",
  bad: "bg-bad-soft text-bad",
} as const;

/** A word or two about a thing. Micro and macro are for goals' tiers only. */
export const Badge = ({
  tone = "neutral",
  className,
  ...props
}: ComponentProps<"span"> & { tone?: keyof typeof tones }) => (
  <span
    className={cn(
      "inline-flex items-center gap-1 whitespace-nowrap rounded-sm px-1.5 py-px font-medium text-xs",
      tones[tone],
      className,
    )}
    {...props}
  />
);
