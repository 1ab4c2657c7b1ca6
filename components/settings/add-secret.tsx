"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { addShopifySecret } from "@/app/[org]/[project]/settings/actions";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Spinner } from "@/components/ui/spinner";
import type { ProjectSlugs } from "@/lib/auth/authorize";

export const AddSecret = ({ slugs }: { slugs: ProjectSlugs }) => {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [secret, setSecret] = useState("");
  const [problem, setProblem] = useState<string>();
  const [pending, startTransition] = useTransition();
  const toggle = (opened: boolean) => {
    setOpen(opened);
    setSecret("");
    setProblem(undefined);
  };
  const submit = () =>
    startTransition(async () => {
      const answer = await addShopifySecret(slugs, { secret });
      if (!answer.ok) return setProblem(answer.error.message);
      toggle(false);
      router.refresh();
    });
  return (
    <Dialog open={open} onOpenChange={toggle}>
      <DialogTrigger asChild>
        <Button size="sm">
          <Plus aria-hidden />
          Add secret
        </Button>
      </DialogTrigger>
      <DialogContent
        title="Add a signing secret"
        description="Several may be valid at once, so that none is missing while Shopify changes over."
      >
        <form className="grid gap-4" action={submit} onReset={(event) => event.preventDefault()}>
          <Field label="Signing secret" hint="Only its last characters are shown later." error={problem}>
            {(control) => (
              <Input
                {...control}
                required
                autoComplete="off"
                spellCheck={false}
                className="font-mono"
                value={secret}
                onChange={(event) => setSecret(event.target.value)}
              />
            )}
          </Field>
          <DialogActions>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <Button type="submit" variant="primary" disabled={pending}>
              {pending ? <Spinner label="Adding" /> : null}
              Add secret
            </Button>
          </DialogActions>
        </form>
      </DialogContent>
    </Dialog>
  );
};
