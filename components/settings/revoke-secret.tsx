"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { endWebhookSecret } from "@/app/[org]/[project]/settings/actions";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { Spinner } from "@/components/ui/spinner";
import type { ProjectSlugs } from "@/lib/auth/authorize";

export const RevokeSecret = ({
  slugs,
  secretId,
  ending,
}: {
  slugs: ProjectSlugs;
  secretId: string;
  ending: string;
}) => {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  const revoke = () =>
    startTransition(async () => {
      const answer = await endWebhookSecret(slugs, { secretId });
      if (!answer.ok) return setProblem(answer.error.message);
      setOpen(false);
      router.refresh();
    });
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button size="sm" variant="ghost" aria-label={`Revoke the secret ending in ${ending}`}>
          Revoke
        </Button>
      </DialogTrigger>
      <DialogContent
        title={`Revoke the secret ending in ${ending}?`}
        description="What Shopify signs with it is refused at once. Shopify tries again for four hours, so add the new secret first."
      >
        {problem ? <Notice tone="bad">{problem}</Notice> : null}
        <DialogActions>
          <DialogClose asChild>
            <Button>Keep secret</Button>
          </DialogClose>
          <Button variant="danger" disabled={pending} onClick={revoke}>
            {pending ? <Spinner label="Revoking" /> : null}
            Revoke secret
          </Button>
        </DialogActions>
      </DialogContent>
    </Dialog>
  );
};
