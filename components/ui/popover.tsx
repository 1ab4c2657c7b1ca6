"use client";

import { Slot } from "radix-ui";
import {
  type ComponentProps,
  createContext,
  type ReactNode,
  type RefObject,
  type ToggleEvent,
  use,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import { flushSync } from "react-dom";
import { cn } from "./cn";
import { placePopover } from "./place-popover";

type Control = {
  id: string;
  open: boolean;
  setOpen: (open: boolean) => void;
  trigger: RefObject<HTMLButtonElement | null>;
};

const PopoverContext = createContext<Control | null>(null);

const useControl = (): Control => {
  const control = use(PopoverContext);
  if (!control) throw new Error("The parts of a popover belong inside a Popover.");
  return control;
};

/** Closes the popover around the caller. */
export const useClosePopover = (): (() => void) => {
  const { setOpen } = useControl();
  return () => setOpen(false);
};

/** A box at its trigger, on the browser's own popovers: Escape, a click outside and focus work by themselves. */
export const Popover = ({
  open,
  onOpenChange,
  children,
}: {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  children: ReactNode;
}) => {
  const id = useId();
  const trigger = useRef<HTMLButtonElement>(null);
  const [ownOpen, setOwnOpen] = useState(false);
  const setOpen = (wanted: boolean) => {
    setOwnOpen(wanted);
    onOpenChange?.(wanted);
  };
  return <PopoverContext value={{ id, open: open ?? ownOpen, setOpen, trigger }}>{children}</PopoverContext>;
};

export const PopoverTrigger = ({
  asChild = false,
  ...props
}: ComponentProps<"button"> & { asChild?: boolean }) => {
  const { id, open, trigger } = useControl();
  const wiring = {
    ref: trigger,
    popoverTarget: id,
    "aria-expanded": open,
    "data-state": open ? "open" : "closed",
    ...props,
  };
  return asChild ? <Slot.Root {...wiring} /> : <button type="button" {...wiring} />;
};

const focusable = "[autofocus], input:not(:disabled), select, textarea, button:not(:disabled), a[href]";

/** `children` exist only while it is open, so what was typed and not kept is gone the next time. */
export const PopoverContent = ({
  align = "start",
  className,
  children,
  ...props
}: ComponentProps<"div"> & { align?: "start" | "end" }) => {
  const { id, open, setOpen, trigger } = useControl();
  const box = useRef<HTMLDivElement>(null);
  const alive = useRef(false);
  const [shown, setShown] = useState(false);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const isShown = element.matches(":popover-open");
    // The browser opens it without us: somebody was quicker than the script.
    if (!alive.current && isShown) setShown(true);
    else if (isShown && !open) element.hidePopover();
    else if (open && !isShown) element.showPopover();
    alive.current = true;
  }, [open]);

  useEffect(() => {
    const element = box.current;
    if (!shown || !element) return;
    const place = () => trigger.current && placePopover(element, trigger.current, align);
    place();
    const content = new ResizeObserver(place);
    content.observe(element);
    window.addEventListener("resize", place);
    window.addEventListener("scroll", place, { capture: true, passive: true });
    return () => {
      content.disconnect();
      window.removeEventListener("resize", place);
      window.removeEventListener("scroll", place, { capture: true });
    };
  }, [shown, align, trigger]);

  // The content has to be there before the box is shown, and until it has given the focus back.
  const beforeToggle = (event: ToggleEvent<HTMLDivElement>) => {
    if (event.newState === "open") flushSync(() => setShown(true));
  };
  const afterToggle = (event: ToggleEvent<HTMLDivElement>) => {
    const isOpen = event.newState === "open";
    setShown(isOpen);
    if (isOpen !== open) setOpen(isOpen);
    if (isOpen) event.currentTarget.querySelector<HTMLElement>(focusable)?.focus();
  };

  return (
    <div
      ref={box}
      id={id}
      popover="auto"
      role="dialog"
      onBeforeToggle={beforeToggle}
      onToggle={afterToggle}
      className={cn(
        "fixed inset-auto w-72 animate-appear overflow-y-auto rounded-md border bg-raised p-3 text-ink shadow-lift",
        className,
      )}
      {...props}
    >
      {shown || open ? children : null}
    </div>
  );
};
