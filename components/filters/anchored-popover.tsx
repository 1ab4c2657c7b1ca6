"use client";

import { Popover as Radix } from "radix-ui";
import type { ReactNode, RefObject } from "react";
import { Popover, PopoverContent } from "@/components/ui/popover";

/** What a popover needs from the button of `usePopoverButton`. */
export type Anchored = { button: RefObject<HTMLElement | null>; onClose: () => void };

/** An open popover at a button that is not part of it; closing gives the focus back. */
export const AnchoredPopover = ({
  button,
  onClose,
  label,
  className,
  children,
}: Anchored & { label: string; className: string; children: ReactNode }) => (
  <Popover open onOpenChange={(open) => (open ? undefined : onClose())}>
    <Radix.Anchor virtualRef={button} />
    <PopoverContent
      aria-label={label}
      className={className}
      onInteractOutside={(event) => {
        // The button closes by itself; closing here too would make its click open again.
        if (event.target instanceof Node && button.current?.contains(event.target)) event.preventDefault();
      }}
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        button.current?.focus();
      }}
    >
      {children}
    </PopoverContent>
  </Popover>
);
