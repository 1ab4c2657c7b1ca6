"use client";

import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { removeGoal } from "@/app/[org]/[project]/goals/actions";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { Spinner } from "@/components/ui/spinner";
import type { ProjectSlugs } from "@/lib/auth/authorize";

export const DeleteGoal = ({
  slugs,
  goalKey,
  name,
}: {
  slugs: ProjectSlugs;
  goalKey: string;
  name: string;
}) => {
  const router = useRouter();
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  const remove = () =>
    startTransition(async () => {
      const answer = await removeGoal(slugs, { key: goalKey });
      if (!answer.ok) return setProblem(answer.error.message);
      router.push(`/${slugs.org}/${slugs.project}/goals`);
      router.refresh();
    });
  return (
    <Dialog onOpenChange={() => setProblem(null)}>
      <DialogTrigger asChild>
        <Button>
          <Trash2 aria-hidden />
          Delete
        </Button>
      </DialogTrigger>
      <DialogContent
        title={`Delete “${name}”?`}
        description="Reports stop showing it, and funnels that use it as a step say that it is gone. Events are kept, so the same goal made again counts the same."
      >
        {problem ? <Notice tone="bad">{problem}</Notice> : null}
        <DialogActions>
          <DialogClose asChild>
            <Button>Keep goal</Button>
          </DialogClose>
          <Button variant="danger" disabled={pending} onClick={remove}>
            {pending ? <Spinner label="Deleting" /> : null}
            Delete goal
          </Button>
        </DialogActions>
      </DialogContent>
    </Dialog>
  );
};
