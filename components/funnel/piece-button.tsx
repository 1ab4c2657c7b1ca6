import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { type Piece, writePiece } from "./funnel-pieces";

/** A number whose people `FunnelPeople` shows when it is pressed; plain text where there are none. */
export const PieceButton = ({
  piece,
  isEmpty = false,
  className,
  children,
}: {
  piece: Piece;
  isEmpty?: boolean;
  className?: string;
  children: ReactNode;
}) =>
  isEmpty ? (
    <span className={className}>{children}</span>
  ) : (
    <button
      type="button"
      data-people={writePiece(piece)}
      className={cn(
        "relative min-h-6 min-w-6 rounded-xs decoration-control underline-offset-4 [text-align:inherit] hover:underline",
        className,
      )}
    >
      {children}
      <span className="sr-only">: show who</span>
    </button>
  );
