"use client";

import { Calendar, ChevronDown } from "lucide-react";
import { lazy, Suspense } from "react";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { dateRangeText } from "./calendar-date";
import type { ReportParams } from "./report-params";
import type { ReportView } from "./report-view";

const load = () => import("./range-choices");
const RangeChoices = lazy(() => load().then((module) => ({ default: module.RangeChoices })));

/** The days the report is about, and the way to others. */
export const RangePicker = ({
  view,
  onChange,
}: {
  view: Pick<ReportView, "range" | "rangeLabel" | "from" | "to">;
  onChange: (changes: Partial<ReportParams>) => void;
}) => (
  <Popover>
    <PopoverTrigger asChild>
      <Button size="sm" className="h-8" onPointerEnter={load}>
        <Calendar aria-hidden />
        {view.rangeLabel}
        {view.range === null ? null : (
          <span className="font-normal text-subtle max-lg:sr-only">{dateRangeText(view.from, view.to)}</span>
        )}
        <ChevronDown aria-hidden className="text-subtle" />
      </Button>
    </PopoverTrigger>
    <PopoverContent className="w-64 p-1" aria-label="Range of dates">
      <Suspense>
        <RangeChoices view={view} onChange={onChange} />
      </Suspense>
    </PopoverContent>
  </Popover>
);
