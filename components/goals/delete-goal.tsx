"use client";

import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { removeGoal } from "@/app/[org]/[project]/goals/actions";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
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
  return (
    <ConfirmDialog
      trigger={
        <Button>
          <Trash2 aria-hidden />
          Delete
        </Button>
      }
      title={`Delete “${name}”?`}
      description="Reports stop showing it, and funnels that use it as a step say that it is gone. Events are kept, so the same goal made again counts the same."
      keep="Keep goal"
      confirm="Delete goal"
      doing="Deleting"
      run={async () => {
        const answer = await removeGoal(slugs, { key: goalKey });
        return answer.ok ? null : answer.error.message;
      }}
      onDone={() => {
        router.push(`/${slugs.org}/${slugs.project}/goals`);
        router.refresh();
      }}
    />
  );
};
