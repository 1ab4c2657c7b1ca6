"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { changeOrigins } from "@/app/[org]/[project]/setup/actions";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { Spinner } from "@/components/ui/spinner";
import type { ActionError } from "@/lib/auth/action-result";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import { OriginsField, originsIn } from "./origins-field";

type Edited = { slugs: ProjectSlugs; keyId: string; name: string; allowedOrigins: readonly string[] };

export const EditOrigins = ({ slugs, keyId, name, allowedOrigins }: Edited) => {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [error, setError] = useState<ActionError | null>(null);
  const [pending, startTransition] = useTransition();
  const toggle = (opened: boolean) => {
    setOpen(opened);
    setText(allowedOrigins.join(" "));
    setError(null);
  };
  const save = () =>
    startTransition(async () => {
      const answer = await changeOrigins(slugs, { keyId, allowedOrigins: originsIn(text) });
      if (!answer.ok) return setError(answer.error);
      setOpen(false);
      router.refresh();
    });
  const isOfField = error?.path?.startsWith("allowedOrigins") ?? false;
  return (
    <Dialog open={open} onOpenChange={toggle}>
      <DialogTrigger asChild>
        <Button size="sm" variant="ghost" aria-label={`Pages of ${name}`}>
          Pages
        </Button>
      </DialogTrigger>
      <DialogContent title={`Pages that may send with “${name}”`}>
        <form className="grid gap-4" action={save} onReset={(event) => event.preventDefault()}>
          <OriginsField text={text} onText={setText} error={isOfField ? error?.message : undefined} />
          {error && !isOfField ? <Notice tone="bad">{error.message}</Notice> : null}
          <DialogActions>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <Button type="submit" variant="primary" disabled={pending}>
              {pending ? <Spinner label="Saving" /> : null}
              Save
            </Button>
          </DialogActions>
        </form>
      </DialogContent>
    </Dialog>
  );
};
