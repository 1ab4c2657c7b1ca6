"use client";

import { Calendar, ChevronDown } from "lucide-react";
import { lazy, Suspense } from "react";
import { Button } from "@/components/ui/button";
import { dateRangeText } from "./calendar-date";
import type { ReportParams } from "./report-params";
import type { ReportView } from "./report-view";
import { usePopoverButton } from "./use-popover-button";

const load = () => import("./range-popover");
const RangePopover = lazy(() => load().then((module) => ({ default: module.RangePopover })));

/** The days the report is about, and the way to others. */
export const RangePicker = ({
  view,
  onChange,
}: {
  view: Pick<ReportView, "range" | "rangeLabel" | "from" | "to">;
  onChange: (changes: Partial<ReportParams>) => void;
}) => {
  const { open, close, ref, buttonProps } = usePopoverButton(load);
  return (
    <>
      <Button size="sm" className="h-8" {...buttonProps}>
        <Calendar aria-hidden />
        {view.rangeLabel}
        {view.range === null ? null : (
          <span className="font-normal text-subtle max-lg:sr-only">{dateRangeText(view.from, view.to)}</span>
        )}
        <ChevronDown aria-hidden className="text-subtle" />
      </Button>
      {open ? (
        <Suspense>
          <RangePopover view={view} onChange={onChange} button={ref} onClose={close} />
        </Suspense>
      ) : null}
    </>
  );
};
