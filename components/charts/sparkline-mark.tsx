import { cn } from "@/components/ui/cn";
import type { Sparkline } from "./prepare-sparkline";

const tones = { micro: "stroke-micro fill-micro/15", macro: "stroke-macro fill-macro/15" } as const;

/** A small curve, stretched to its place; what is still running is dashed. */
export const SparklineMark = ({
  sparkline,
  label,
  tier,
  className,
}: {
  sparkline: Sparkline;
  label: string;
  tier: keyof typeof tones;
  className?: string;
}) => (
  <svg
    role="img"
    aria-label={label}
    viewBox="0 0 100 30"
    preserveAspectRatio="none"
    className={cn("overflow-visible", tones[tier], className)}
  >
    <path d={sparkline.area} stroke="none" />
    <g fill="none" strokeWidth={1.5} strokeLinejoin="round" strokeLinecap="round">
      <path d={sparkline.line} vectorEffect="non-scaling-stroke" />
      <path d={sparkline.running} strokeDasharray="2 4" vectorEffect="non-scaling-stroke" />
    </g>
  </svg>
);
