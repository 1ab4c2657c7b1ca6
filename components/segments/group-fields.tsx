"use client";

import { Plus, X } from "lucide-react";
import { Fragment } from "react";
import type { Problems } from "@/components/goals/goal-of-draft";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import { DidRow } from "./did-row";
import {
  type GroupNode,
  type Node,
  newDid,
  newField,
  newGroup,
  newSaved,
  type RawNode,
  type SavedNode,
} from "./draft";
import { FieldRow } from "./field-row";
import type { Known } from "./known";

type Shared = { slugs: ProjectSlugs; known: Known; problems: Problems };

const deepest = 3;
const most = 50;

const meanings = {
  and: "all of these hold",
  or: "any of these holds",
  "not-or": "none of these holds",
  "not-and": "not all of these hold",
} as const;

/** Conditions joined by "and" or "or", with groups inside. */
export const GroupFields = ({
  group,
  depth = 1,
  onChange,
  ...shared
}: Shared & { group: GroupNode; depth?: number; onChange: (changed: GroupNode) => void }) => {
  const { id, parts, join, not } = group;
  const setParts = (changed: Node[]) => onChange({ ...group, parts: changed });
  const full = parts.length >= most;
  return (
    <div className="grid min-w-0 flex-1 gap-3">
      <Field
        label={depth === 1 ? "Keep visitors of whom" : "Group: visitors of whom"}
        hideLabel={depth > 1}
        error={shared.problems[`${id}.parts`] ?? shared.problems[`${id}.whole`]}
        className="max-w-xs"
      >
        {(control) => (
          <Select
            {...control}
            value={`${not ? "not-" : ""}${join}`}
            onChange={({ target: { value } }) =>
              onChange({
                ...group,
                not: value.startsWith("not-"),
                join: value.endsWith("and") ? "and" : "or",
              })
            }
          >
            {Object.entries(meanings).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <ul className={cn("grid gap-2", depth > 1 && "border-l-2 pl-3")}>
        {parts.map((part, index) => (
          <Fragment key={part.id}>
            {index > 0 ? (
              <li aria-hidden className="font-medium text-subtle text-xs">
                {join}
              </li>
            ) : null}
            <li className="flex items-start gap-1.5 rounded-md border p-2.5">
              <Part
                {...shared}
                node={part}
                depth={depth}
                onChange={(changed) => setParts(parts.map((one) => (one.id === changed.id ? changed : one)))}
              />
              <Button
                variant="ghost"
                size="icon"
                className="size-9"
                aria-label={part.kind === "group" ? "Remove this group" : "Remove this condition"}
                disabled={depth === 1 && parts.length === 1}
                onClick={() => setParts(parts.filter((one) => one.id !== part.id))}
              >
                <X aria-hidden />
              </Button>
            </li>
          </Fragment>
        ))}
      </ul>
      <div className="flex flex-wrap gap-1.5">
        <AddButton onClick={() => setParts([...parts, newField()])} disabled={full}>
          Who they are
        </AddButton>
        <AddButton onClick={() => setParts([...parts, newDid()])} disabled={full}>
          What they did
        </AddButton>
        {shared.known.segments.length > 0 ? (
          <AddButton onClick={() => setParts([...parts, newSaved()])} disabled={full}>
            A saved segment
          </AddButton>
        ) : null}
        {depth < deepest ? (
          <AddButton onClick={() => setParts([...parts, newGroup()])} disabled={full}>
            A group
          </AddButton>
        ) : null}
      </div>
    </div>
  );
};

const AddButton = ({
  onClick,
  disabled,
  children,
}: {
  onClick: () => void;
  disabled: boolean;
  children: string;
}) => (
  <Button variant="ghost" size="sm" disabled={disabled} onClick={onClick}>
    <Plus aria-hidden />
    {children}
  </Button>
);

const Part = ({
  node,
  depth,
  onChange,
  ...shared
}: Shared & { node: Node; depth: number; onChange: (changed: Node) => void }) => {
  const whole = shared.problems[`${node.id}.whole`];
  const said =
    whole && node.kind !== "raw" && node.kind !== "group" ? (
      <p role="alert" className="text-bad text-sm">
        {whole}
      </p>
    ) : null;
  switch (node.kind) {
    case "group":
      return <GroupFields {...shared} group={node} depth={depth + 1} onChange={onChange} />;
    case "field":
      return (
        <div className="grid min-w-0 flex-1 gap-1">
          <FieldRow {...shared} node={node} onChange={onChange} />
          {said}
        </div>
      );
    case "did":
      return (
        <div className="grid min-w-0 flex-1 gap-1">
          <DidRow {...shared} node={node} onChange={onChange} />
          {said}
        </div>
      );
    case "saved":
      return <SavedRow {...shared} node={node} onChange={onChange} />;
    case "raw":
      return <RawRow {...shared} node={node} onChange={onChange} />;
  }
};

const SavedRow = ({
  node,
  known,
  problems,
  onChange,
}: Shared & { node: SavedNode; onChange: (changed: SavedNode) => void }) => (
  <div className="grid min-w-0 flex-1 gap-2 sm:grid-cols-[minmax(0,13rem)_minmax(0,1fr)]">
    <Field label="In or out" hideLabel>
      {(control) => (
        <Select
          {...control}
          value={node.not ? "not" : "in"}
          onChange={(event) => onChange({ ...node, not: event.target.value === "not" })}
        >
          <option value="in">in the segment</option>
          <option value="not">not in the segment</option>
        </Select>
      )}
    </Field>
    <Field label="Segment" hideLabel error={problems[`${node.id}.segment`] ?? problems[`${node.id}.whole`]}>
      {(control) => (
        <Select
          {...control}
          value={node.key}
          onChange={(event) => onChange({ ...node, key: event.target.value })}
        >
          <option value="">Choose a segment</option>
          {known.segments.map(({ key, name }) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
          {node.key !== "" && !known.segments.some(({ key }) => key === node.key) ? (
            <option value={node.key}>{node.key} (not there any more)</option>
          ) : null}
        </Select>
      )}
    </Field>
  </div>
);

/** A part that says more than the form has fields for: shown and kept as it is written. */
const RawRow = ({
  node,
  problems,
  onChange,
}: Shared & { node: RawNode; onChange: (changed: RawNode) => void }) => (
  <Field
    label="Filter as JSON"
    hint="This part says more than the form has fields for. It is kept as it is, and can be changed here."
    error={problems[`${node.id}.json`] ?? problems[`${node.id}.whole`]}
    className="min-w-0 flex-1"
  >
    {(control) => (
      <Textarea
        {...control}
        rows={Math.min(14, node.text.split("\n").length + 1)}
        spellCheck={false}
        className="font-mono text-sm"
        value={node.text}
        onChange={(event) => onChange({ ...node, text: event.target.value })}
      />
    )}
  </Field>
);
