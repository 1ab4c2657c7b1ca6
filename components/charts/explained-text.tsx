import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

/** A number whose division or meaning `NoteLayer` shows on hover and on focus, and screen readers say. */
export const ExplainedText = ({
  note,
  className,
  children,
}: {
  note: string | null;
  className?: string;
  children: ReactNode;
}) =>
  note === null ? (
    <span className={className}>{children}</span>
  ) : (
    <button
      type="button"
      data-note={note}
      className={cn(
        "relative -my-1 min-w-6 cursor-help rounded-xs py-1 text-inherit decoration-control decoration-dotted underline-offset-4 [text-align:inherit] hover:underline",
        className,
      )}
    >
      {children}
      <span className="sr-only">. {note}</span>
    </button>
  );
