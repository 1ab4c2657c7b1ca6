"use client";

import { ChevronDown, Users } from "lucide-react";
import { lazy, Suspense } from "react";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import type { Unit } from "@/lib/reports/definition";
import type { ReportParams } from "./report-params";
import type { NamedSegment } from "./report-view";
import type { SegmentMenuProps } from "./segment-menu";

const load = () => import("./segment-menu");
const SegmentMenu = lazy(() => load().then((module) => ({ default: module.SegmentMenu })));

/** Whom the report is about: everybody or a saved segment, and the way to others. */
export const SegmentPicker = ({
  segment,
  unit,
  onChange,
  ...menu
}: Omit<SegmentMenuProps, "everybody" | "selected" | "onPick"> & {
  segment: NamedSegment | null;
  unit: Unit;
  onChange: (changes: Partial<ReportParams>) => void;
}) => {
  const everybody = unit === "session" ? "All sessions" : "All visitors";
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button size="sm" className="h-8 max-w-60" onPointerEnter={load}>
          <Users aria-hidden />
          <span className="truncate">{segment?.name ?? everybody}</span>
          <ChevronDown aria-hidden className="text-subtle" />
        </Button>
      </PopoverTrigger>
      <PopoverContent className="w-72 p-1" aria-label="Segment">
        <Suspense>
          <SegmentMenu
            {...menu}
            everybody={everybody}
            selected={segment?.key ?? null}
            onPick={(key, filters) =>
              onChange({ segment: key, ...(filters === undefined ? {} : { f: filters }) })
            }
          />
        </Suspense>
      </PopoverContent>
    </Popover>
  );
};
