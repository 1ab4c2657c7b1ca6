"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { setRate } from "@/app/[org]/[project]/settings/actions";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { Spinner } from "@/components/ui/spinner";
import type { ActionError } from "@/lib/auth/action-result";
import type { ProjectSlugs } from "@/lib/auth/authorize";

const fieldNames = ["currency", "day", "rate"] as const;
type FieldName = (typeof fieldNames)[number];
type Fields = Record<FieldName, string>;

const nothing: Fields = { currency: "", day: "", rate: "" };

/** Sets the rate of one currency on one day. `own` is the project's currency. */
export const AddRate = ({ slugs, own }: { slugs: ProjectSlugs; own: string }) => {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [fields, setFields] = useState(nothing);
  const [error, setError] = useState<ActionError | null>(null);
  const [pending, startTransition] = useTransition();
  const toggle = (opened: boolean) => {
    setOpen(opened);
    setFields(nothing);
    setError(null);
  };
  const submit = () =>
    startTransition(async () => {
      const answer = await setRate(slugs, fields);
      if (!answer.ok) return setError(answer.error);
      toggle(false);
      router.refresh();
    });
  const field = (name: FieldName, label: string, hint: string, props: { type?: "date"; mono?: true }) => (
    <Field label={label} hint={hint} error={error?.path === name ? error.message : undefined}>
      {(control) => (
        <Input
          {...control}
          required
          type={props.type}
          autoComplete="off"
          spellCheck={false}
          className={props.mono && "font-mono"}
          value={fields[name]}
          onChange={(event) => setFields({ ...fields, [name]: event.target.value })}
        />
      )}
    </Field>
  );
  const isElsewhere = error !== null && !fieldNames.some((name) => name === error.path);
  return (
    <Dialog open={open} onOpenChange={toggle}>
      <DialogTrigger asChild>
        <Button size="sm">
          <Plus aria-hidden />
          Add rate
        </Button>
      </DialogTrigger>
      <DialogContent
        title="Add a rate"
        description="It takes the place of one that was set for the same currency and day."
      >
        <form className="grid gap-4" action={submit} onReset={(event) => event.preventDefault()}>
          {field("currency", "Currency", "Its three letters, like USD.", { mono: true })}
          {field("day", "Day", "It holds until the next rate, for 31 days at most.", { type: "date" })}
          {field("rate", "Rate", `What one unit was worth in ${own}, like 0.92.`, { mono: true })}
          {isElsewhere ? <Notice tone="bad">{error.message}</Notice> : null}
          <DialogActions>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <Button type="submit" variant="primary" disabled={pending}>
              {pending ? <Spinner label="Adding" /> : null}
              Add rate
            </Button>
          </DialogActions>
        </form>
      </DialogContent>
    </Dialog>
  );
};
