"use client";

import type { ComponentProps } from "react";
import { useClosePopover } from "@/components/ui/popover";
import { NavLink } from "./nav-link";

/** A line to click in one of the frame's popovers. */
export const popoverItemLooks =
  "flex min-h-9 w-full items-center gap-2.5 rounded-sm px-2 text-left text-sm -outline-offset-2 hover:bg-hover aria-[current=page]:font-medium [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-subtle";

/** A link in a popover, which goes away with the page it was opened on. */
export const PopoverLink = (props: Omit<ComponentProps<typeof NavLink>, "onClick" | "className">) => (
  <NavLink {...props} className={popoverItemLooks} onClick={useClosePopover()} />
);
