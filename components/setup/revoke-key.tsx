"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { endKey } from "@/app/[org]/[project]/setup/actions";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { Spinner } from "@/components/ui/spinner";
import type { ProjectSlugs } from "@/lib/auth/authorize";

export const RevokeKey = ({ slugs, keyId, name }: { slugs: ProjectSlugs; keyId: string; name: string }) => {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  const revoke = () =>
    startTransition(async () => {
      const answer = await endKey(slugs, { keyId });
      if (!answer.ok) return setProblem(answer.error.message);
      setOpen(false);
      router.refresh();
    });
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button size="sm" variant="ghost" aria-label={`Revoke ${name}`}>
          Revoke
        </Button>
      </DialogTrigger>
      <DialogContent
        title={`Revoke “${name}”?`}
        description="Whatever uses this key is refused within seconds. This cannot be taken back."
      >
        {problem ? <Notice tone="bad">{problem}</Notice> : null}
        <DialogActions>
          <DialogClose asChild>
            <Button>Keep key</Button>
          </DialogClose>
          <Button variant="danger" disabled={pending} onClick={revoke}>
            {pending ? <Spinner label="Revoking" /> : null}
            Revoke key
          </Button>
        </DialogActions>
      </DialogContent>
    </Dialog>
  );
};
