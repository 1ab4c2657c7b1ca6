import type { ReactNode } from "react";
import { cn } from "./cn";

const tones = {
  neutral: "border-line bg-sunken text-ink",
  bad: "border-bad/30 bg-bad-soft text-bad",
} as const;

/** Something to know before going on. A bad one is read out at once. */
export const Notice = ({
  tone = "neutral",
  className,
  children,
}: {
  tone?: keyof typeof tones;
  className?: string;
  children: ReactNode;
}) => (
  <div
    role={tone === "bad" ? "alert" : "status"}
    className={cn("rounded-md border px-3 py-2 text-sm", tones[tone], className)}
  >
    {children}
  </div>
);
