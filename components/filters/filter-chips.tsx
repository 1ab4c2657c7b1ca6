"use client";

import { ListFilter, X } from "lucide-react";
import { lazy, type ReactNode, Suspense } from "react";
import { Button } from "@/components/ui/button";
import { type FieldFilter, filterText, writeFilters } from "./field-filter";
import type { FilterContext } from "./filter-popover";
import { usePopoverButton } from "./use-popover-button";

const load = () => import("./filter-popover");
const FilterPopover = lazy(() => load().then((module) => ({ default: module.FilterPopover })));

type Props = {
  filters: FieldFilter[];
  context: FilterContext;
  onChange: (f: string | null) => void;
};

/** The filters in words, each to be changed or removed, and the button for another one. */
export const FilterChips = ({ filters, context, onChange }: Props) => {
  const save = (at: number, filter: FieldFilter | null) =>
    onChange(writeFilters(filters.toSpliced(at, 1, ...(filter ? [filter] : []))));
  return (
    <>
      {filters.map((filter, at) => (
        <span
          key={filterText(filter)}
          className="inline-flex h-8 shrink-0 items-center rounded-sm border border-control bg-sunken"
        >
          <EditorButton
            filter={filter}
            context={context}
            onSave={(changed) => save(at, changed)}
            className="h-full max-w-72 pr-1"
          >
            <span className="truncate font-normal text-ink">{filterText(filter)}</span>
          </EditorButton>
          <button
            type="button"
            aria-label={`Remove the filter ${filterText(filter)}`}
            onClick={() => save(at, null)}
            className="grid h-full w-7 place-items-center rounded-sm text-muted hover:text-ink"
          >
            <X aria-hidden className="size-3.5" />
          </button>
        </span>
      ))}
      <EditorButton
        filter={null}
        context={context}
        onSave={(added) => save(filters.length, added)}
        className="h-8"
      >
        <ListFilter aria-hidden />
        {filters.length === 0 ? "Filter" : "Add filter"}
      </EditorButton>
    </>
  );
};

const EditorButton = ({
  filter,
  context,
  onSave,
  className,
  children,
}: {
  filter: FieldFilter | null;
  context: FilterContext;
  onSave: (filter: FieldFilter) => void;
  className: string;
  children: ReactNode;
}) => {
  const { open, close, ref, buttonProps } = usePopoverButton(load);
  return (
    <>
      <Button variant="ghost" size="sm" className={className} {...buttonProps}>
        {children}
      </Button>
      {open ? (
        <Suspense>
          <FilterPopover filter={filter} context={context} onSave={onSave} button={ref} onClose={close} />
        </Suspense>
      ) : null}
    </>
  );
};
