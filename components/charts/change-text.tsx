import { cn } from "@/components/ui/cn";
import type { Change } from "./change";
import { ExplainedText } from "./explained-text";

const tones = {
  up: "text-good",
  down: "text-bad",
  same: "text-subtle",
  unknown: "text-subtle",
} as const;

/** A change in words. Tinted only where it is real; the sentence with the interval comes on hover and focus. */
export const ChangeText = ({ change, className }: { change: Change; className?: string }) => (
  <ExplainedText note={change.sentence} className={cn("text-left text-sm", tones[change.kind], className)}>
    {change.text}
  </ExplainedText>
);
