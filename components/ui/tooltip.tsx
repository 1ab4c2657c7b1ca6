"use client";

import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";

/** One sentence about the child, on hover and on focus. The child must take focus and a ref. */
export const Tooltip = ({
  text,
  side = "top",
  className,
  children,
}: {
  text: ReactNode;
  side?: "top" | "right" | "bottom" | "left";
  className?: string;
  children: ReactNode;
}) => (
  <Radix.Provider delayDuration={250}>
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className={cn(
            "z-50 max-w-72 animate-appear rounded-sm bg-solid px-2.5 py-1.5 text-on-solid text-xs",
            className,
          )}
        >
          {text}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  </Radix.Provider>
);
