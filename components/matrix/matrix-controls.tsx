"use client";

import { useQueryState, useQueryStates } from "nuqs";
import { useTransition } from "react";
import { windowLabel, windowMsOf, windowPresets, windowTextOf } from "@/components/funnel/window-text";
import { Labelled } from "@/components/ui/labelled";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Select } from "@/components/ui/select";
import { matrixParams } from "./matrix-params";
import { isSort, type Sort, sorts } from "./sort-rows";

const sortOptions = Object.entries(sorts).map(([value, label]) => ({ value, label }));

/** How far ahead to look, in which order, and whose money stands at the end of a row. */
export const MatrixControls = ({
  windowMs,
  aim,
  macros,
  sort,
}: {
  windowMs: number;
  aim: string;
  macros: readonly { key: string; name: string }[];
  sort: Sort;
}) => {
  const [pending, startTransition] = useTransition();
  const [asked, set] = useQueryStates(
    { window: matrixParams.window, aim: matrixParams.aim },
    { shallow: false, history: "push", startTransition },
  );
  // The numbers stay the same, so the server need not be asked.
  const [order, setOrder] = useQueryState("sort", matrixParams.sort);
  const shownMs = pending ? (windowMsOf(asked.window ?? "") ?? windowMs) : windowMs;
  const own = windowTextOf(shownMs);
  const windows = [
    ...Object.entries(windowPresets).map(([value, label]) => ({ value, label })),
    ...(Object.hasOwn(windowPresets, own) ? [] : [{ value: own, label: windowLabel(shownMs) }]),
  ];
  return (
    <div
      data-pending={pending || undefined}
      className="flex flex-wrap items-center gap-x-5 gap-y-2.5 border-t bg-sunken/60 px-4 py-2.5"
    >
      <Labelled label="Within">
        <SegmentedControl
          label="Within"
          name="window"
          size="sm"
          options={windows}
          value={own}
          onValueChange={(window) => void set({ window })}
        />
      </Labelled>
      <Labelled label="Sort by">
        <SegmentedControl
          label="Sort by"
          name="sort"
          size="sm"
          options={sortOptions}
          value={order !== null && isSort(order) ? order : sort}
          onValueChange={(chosen) => void setOrder(chosen === "stage" ? null : chosen)}
        />
      </Labelled>
      {macros.length > 1 ? (
        <Labelled label="Value of">
          <span className="w-44">
            <Select
              aria-label="Value of"
              value={(pending ? asked.aim : null) ?? aim}
              onChange={(event) => void set({ aim: event.target.value })}
            >
              {macros.map(({ key, name }) => (
                <option key={key} value={key}>
                  {name}
                </option>
              ))}
            </Select>
          </span>
        </Labelled>
      ) : null}
    </div>
  );
};
