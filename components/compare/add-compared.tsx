"use client";

import { useState } from "react";
import { type FilterContext, FilterEditor } from "@/components/filters/filter-editor";
import type { NamedSegment } from "@/components/filters/report-view";
import { Button } from "@/components/ui/button";
import { useClosePopover } from "@/components/ui/popover";
import { type Compared, comparedName } from "./compared";

/** One more row: everyone, the rest beside a row that is there, a saved segment, or a condition of one's own. */
export const AddCompared = ({
  compared,
  segments,
  context,
  onAdd,
}: {
  compared: readonly Compared[];
  segments: readonly NamedSegment[];
  context: FilterContext;
  onAdd: (added: Compared) => void;
}) => {
  const close = useClosePopover();
  const [own, setOwn] = useState(segments.length === 0 && compared.length === 0);
  const taken = new Set(compared.map((one) => comparedName(one, segments)));
  const [only] = compared;
  const offered: Compared[] = [
    ...segments.map(({ key }): Compared => ({ not: false, kind: "saved", key })),
    // The rest of a single row is what it is most often compared with.
    ...(compared.length === 1 && only && only.kind !== "all" ? [{ ...only, not: !only.not }] : []),
    { not: false, kind: "all" },
  ];
  const add = (one: Compared) => {
    close();
    onAdd(one);
  };
  if (own)
    return (
      <FilterEditor
        filter={null}
        context={context}
        onSave={(filter) => onAdd({ not: false, kind: "own", filters: [filter] })}
      />
    );
  return (
    <div className="-m-2 grid gap-1">
      <ul className="max-h-64 overflow-y-auto">
        {offered
          .map((one) => ({ one, name: comparedName(one, segments) }))
          .filter(({ name }) => !taken.has(name))
          .map(({ one, name }) => (
            <li key={name}>
              <button
                type="button"
                onClick={() => add(one)}
                className="flex min-h-8 w-full items-center rounded-sm px-2.5 text-left text-sm hover:bg-hover"
              >
                <span className="truncate">{name}</span>
              </button>
            </li>
          ))}
      </ul>
      <div className="border-t pt-1">
        <Button size="sm" variant="ghost" onClick={() => setOwn(true)}>
          A condition of my own …
        </Button>
      </div>
    </div>
  );
};
