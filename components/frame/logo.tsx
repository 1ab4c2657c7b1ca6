import { cn } from "@/components/ui/cn";

/** Small streams joining a river. */
export const Logo = ({ className }: { className?: string }) => (
  <svg
    aria-hidden
    viewBox="0 0 24 24"
    fill="none"
    className={cn("size-6 rounded-[25%] bg-(--logo-tile)", className)}
  >
    <g className="stroke-(--logo-stream)" strokeWidth="2">
      <path d="M-1 5C6 5 8 10 14 10.1H16" />
      <path d="M-1 12H16" />
      <path d="M-1 19C6 19 8 14 14 13.9H16" />
    </g>
    <path className="fill-(--logo-river)" d="M15 9.1H24V14.9H15Z" />
  </svg>
);

export const Wordmark = ({ className }: { className?: string }) => (
  <span className={cn("inline-flex items-center gap-2.5 font-semibold text-lg tracking-tight", className)}>
    <Logo />
    Tributary
  </span>
);
