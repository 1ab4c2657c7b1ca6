"use client";

import { Bookmark, ChevronDown } from "lucide-react";
import { lazy, Suspense } from "react";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import type { SavedMenuProps } from "./saved-menu";

const load = () => import("./saved-menu");
const SavedMenu = lazy(() => load().then((module) => ({ default: module.SavedMenu })));

/** The saved funnel that is open, and the way to others. */
export const SavedFunnels = (props: SavedMenuProps) => {
  const { current, isChanged } = props;
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button size="sm" onPointerEnter={load} className="max-w-72">
          <Bookmark aria-hidden />
          <span className="truncate">{current?.name ?? "Saved funnels"}</span>
          {isChanged ? <span className="font-normal text-muted">changed</span> : null}
          <ChevronDown aria-hidden className="text-subtle" />
        </Button>
      </PopoverTrigger>
      <PopoverContent className="w-72 p-1" align="end" aria-label="Saved funnels">
        <Suspense>
          <SavedMenu {...props} />
        </Suspense>
      </PopoverContent>
    </Popover>
  );
};
