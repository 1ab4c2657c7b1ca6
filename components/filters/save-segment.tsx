"use client";

import { type FormEvent, useState, useTransition } from "react";
import { addSegment } from "@/app/[org]/[project]/segments/actions";
import { keyOfName } from "@/components/goals/draft";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Spinner } from "@/components/ui/spinner";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import type { SegmentFilter } from "@/lib/matching/definition";
import { useFirstFocus } from "./use-first-focus";

/** Gives what is looked at a name, so that it can be chosen again and compared. */
export const SaveSegment = ({
  slugs,
  filter,
  onSaved,
  onCancel,
}: {
  slugs: ProjectSlugs;
  filter: SegmentFilter;
  onSaved: (key: string) => void;
  onCancel: () => void;
}) => {
  const input = useFirstFocus<HTMLInputElement>();
  const [name, setName] = useState("");
  const [problem, setProblem] = useState<string | undefined>();
  const [pending, startTransition] = useTransition();
  const save = (event: FormEvent) => {
    event.preventDefault();
    const key = keyOfName(name);
    if (key === "") return setProblem("Give the segment a name with letters or digits.");
    startTransition(async () => {
      const answer = await addSegment(slugs, { key, name: name.trim(), filter });
      if (answer.ok) onSaved(key);
      else
        setProblem(
          answer.error.code === "conflict"
            ? "There is a segment of this name already. Choose another one."
            : answer.error.message,
        );
    });
  };
  return (
    <form onSubmit={save} noValidate className="grid gap-2.5 p-2">
      <Field label="Name of the segment" error={problem}>
        {(control) => (
          <Input
            {...control}
            ref={input}
            value={name}
            maxLength={120}
            placeholder="Mobile buyers"
            autoComplete="off"
            onChange={(event) => {
              setName(event.target.value);
              setProblem(undefined);
            }}
          />
        )}
      </Field>
      <div className="flex gap-2">
        <Button type="submit" size="sm" variant="primary" disabled={pending}>
          {pending ? <Spinner label="Saving" /> : null}
          Save segment
        </Button>
        <Button size="sm" variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
};
