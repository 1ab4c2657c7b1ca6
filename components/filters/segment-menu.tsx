"use client";

import { Check } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Input } from "@/components/ui/input";
import { useClosePopover } from "@/components/ui/popover";
import type { SegmentFilter } from "@/lib/matching/definition";
import type { NamedSegment } from "./report-view";
import { SaveSegment } from "./save-segment";

export type SegmentMenuProps = {
  org: string;
  project: string;
  segments: readonly NamedSegment[];
  everybody: string;
  selected: string | null;
  /** What the page keeps at the moment and no saved segment says; undefined when there is nothing to save. */
  unsaved: SegmentFilter | undefined;
  mayEdit: boolean;
  /** `filters` null: the conditions beside the segment go. */
  onPick: (key: string | null, filters?: null) => void;
};

const manyAre = 8;

/** Everybody or one of the saved segments; the conditions of the bar can become one. */
export const SegmentMenu = ({
  org,
  project,
  segments,
  everybody,
  selected,
  unsaved,
  mayEdit,
  onPick,
}: SegmentMenuProps) => {
  const close = useClosePopover();
  const [wanted, setWanted] = useState("");
  const [saving, setSaving] = useState(false);
  const shown = segments.filter(({ name }) => name.toLowerCase().includes(wanted.trim().toLowerCase()));
  const pick = (key: string | null, filters?: null) => {
    close();
    onPick(key, filters);
  };
  if (saving && unsaved)
    return (
      <SaveSegment
        slugs={{ org, project }}
        filter={unsaved}
        onSaved={(key) => pick(key, null)}
        onCancel={() => setSaving(false)}
      />
    );
  return (
    <>
      {segments.length > manyAre ? (
        <Input
          aria-label="Find a segment"
          placeholder="Find a segment"
          value={wanted}
          maxLength={120}
          onChange={(event) => setWanted(event.target.value)}
          className="mb-1"
        />
      ) : null}
      <ul className="max-h-72 overflow-y-auto">
        {wanted === "" ? (
          <li>
            <Item selected={selected === null} onClick={() => pick(null)}>
              {everybody}
            </Item>
          </li>
        ) : null}
        {shown.map(({ key, name }) => (
          <li key={key}>
            <Item selected={selected === key} onClick={() => pick(key)}>
              {name}
            </Item>
          </li>
        ))}
      </ul>
      {segments.length === 0 ? (
        <p className="px-2.5 py-1.5 text-muted text-sm">
          No saved segments yet. Add filters beside this button and save them under a name.
        </p>
      ) : null}
      <div className="mt-1 flex flex-wrap gap-1 border-t pt-1">
        {mayEdit && unsaved ? (
          <Button size="sm" variant="ghost" onClick={() => setSaving(true)}>
            Save as segment
          </Button>
        ) : null}
        <Button size="sm" variant="ghost" asChild>
          <Link href={`/${org}/${project}/segments`} onClick={close}>
            {mayEdit ? "Manage segments" : "See all segments"}
          </Link>
        </Button>
      </div>
    </>
  );
};

const Item = ({
  selected,
  onClick,
  children,
}: {
  selected: boolean;
  onClick: () => void;
  children: string;
}) => (
  <button
    type="button"
    aria-pressed={selected}
    onClick={onClick}
    className={cn(
      "flex min-h-8 w-full items-center gap-2 rounded-sm px-2.5 text-left text-sm hover:bg-hover",
      selected && "font-medium",
    )}
  >
    <span className="min-w-0 flex-1 truncate">{children}</span>
    {selected ? <Check aria-hidden className="size-4 shrink-0" /> : null}
  </button>
);
