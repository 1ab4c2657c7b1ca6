"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { replaceKey } from "@/app/[org]/[project]/setup/actions";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { Spinner } from "@/components/ui/spinner";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import { ShownSecret } from "./shown-secret";

export const RotateKey = ({ slugs, keyId, name }: { slugs: ProjectSlugs; keyId: string; name: string }) => {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  const toggle = (opened: boolean) => {
    setOpen(opened);
    // Forgotten only once it is out of sight.
    if (opened) {
      setSecret(null);
      setProblem(null);
    } else if (secret) router.refresh();
  };
  const rotate = () =>
    startTransition(async () => {
      const answer = await replaceKey(slugs, { keyId });
      if (answer.ok) setSecret(answer.data.secret);
      else setProblem(answer.error.message);
    });
  return (
    <Dialog open={open} onOpenChange={toggle}>
      <DialogTrigger asChild>
        <Button size="sm" variant="ghost" aria-label={`Rotate ${name}`}>
          Rotate
        </Button>
      </DialogTrigger>
      {secret ? (
        <ShownSecret
          secret={secret}
          description="Change whatever uses the old key over within seven days. A secret key is not shown again."
        />
      ) : (
        <DialogContent
          title={`Rotate “${name}”?`}
          description="You get a new key that may do the same. The old one goes on working for seven days."
        >
          {problem ? <Notice tone="bad">{problem}</Notice> : null}
          <DialogActions>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <Button variant="primary" disabled={pending} onClick={rotate}>
              {pending ? <Spinner label="Making the new key" /> : null}
              Make new key
            </Button>
          </DialogActions>
        </DialogContent>
      )}
    </Dialog>
  );
};
