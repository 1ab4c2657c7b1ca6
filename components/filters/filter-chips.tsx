"use client";

import { ListFilter, X } from "lucide-react";
import { lazy, type ReactNode, Suspense } from "react";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { type FieldFilter, filterText, writeFilters } from "./field-filter";
import type { FilterContext } from "./filter-editor";

const load = () => import("./filter-editor");
const FilterEditor = lazy(() => load().then((module) => ({ default: module.FilterEditor })));

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
          className="inline-flex h-8 shrink-0 items-center rounded-sm border border-edge bg-sunken"
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
}) => (
  <Popover>
    <PopoverTrigger asChild>
      <Button variant="ghost" size="sm" className={className} onPointerEnter={load}>
        {children}
      </Button>
    </PopoverTrigger>
    <PopoverContent className="w-80" aria-label="Filter">
      <Suspense>
        <FilterEditor filter={filter} context={context} onSave={onSave} />
      </Suspense>
    </PopoverContent>
  </Popover>
);
