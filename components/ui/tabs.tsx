"use client";

import { Tabs as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn";

export const Tabs = Radix.Root;

export const TabList = ({ className, ...props }: ComponentProps<typeof Radix.List>) => (
  <Radix.List className={cn("flex gap-5 overflow-x-auto border-b px-4", className)} {...props} />
);

export const Tab = ({ className, ...props }: ComponentProps<typeof Radix.Trigger>) => (
  <Radix.Trigger
    className={cn(
      "-mb-px h-10 whitespace-nowrap border-transparent border-b-2 text-muted -outline-offset-2 transition-colors hover:text-ink",
      "data-[state=active]:border-ink data-[state=active]:font-medium data-[state=active]:text-ink",
      className,
    )}
    {...props}
  />
);

export const TabPanel = Radix.Content;
