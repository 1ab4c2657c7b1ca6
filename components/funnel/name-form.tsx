"use client";

import { type FormEvent, useState } from "react";
import { useFirstFocus } from "@/components/filters/use-first-focus";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Spinner } from "@/components/ui/spinner";

/** Asks for a name. */
export const NameForm = ({
  label,
  action,
  start,
  problem,
  pending,
  onName,
  onCancel,
}: {
  label: string;
  action: string;
  start: string;
  problem: string | null;
  pending: boolean;
  onName: (name: string) => void;
  onCancel: () => void;
}) => {
  const input = useFirstFocus<HTMLInputElement>();
  const [name, setName] = useState(start);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onName(name.trim());
  };
  return (
    <form onSubmit={submit} noValidate className="grid gap-2.5 p-2">
      <Field label={label} error={problem ?? undefined}>
        {(control) => (
          <Input
            {...control}
            ref={input}
            value={name}
            maxLength={120}
            autoComplete="off"
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <div className="flex gap-2">
        <Button type="submit" size="sm" variant="primary" disabled={pending || name.trim() === ""}>
          {pending ? <Spinner label="Saving" /> : null}
          {action}
        </Button>
        <Button size="sm" variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
};
