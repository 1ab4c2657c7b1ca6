"use client";

import { type RefObject, useRef, useState } from "react";

type PopoverButton = {
  open: boolean;
  close: () => void;
  ref: RefObject<HTMLButtonElement | null>;
  /** For the button that opens and closes it. */
  buttonProps: {
    ref: RefObject<HTMLButtonElement | null>;
    "aria-haspopup": "dialog";
    "aria-expanded": boolean;
    onClick: () => void;
    onPointerEnter: () => void;
  };
};

/**
 * A button whose popover is code of its own, loaded when the pointer comes near or at the first click, so that a page
 * does not begin with what most readers never open.
 */
export const usePopoverButton = (load: () => Promise<unknown>): PopoverButton => {
  const ref = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  return {
    open,
    close: () => setOpen(false),
    ref,
    buttonProps: {
      ref,
      "aria-haspopup": "dialog",
      "aria-expanded": open,
      onClick: () => setOpen(!open),
      onPointerEnter: () => void load(),
    },
  };
};
