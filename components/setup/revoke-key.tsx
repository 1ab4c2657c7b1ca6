"use client";

import { useRouter } from "next/navigation";
import { endKey } from "@/app/[org]/[project]/setup/actions";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import type { ProjectSlugs } from "@/lib/auth/authorize";

export const RevokeKey = ({ slugs, keyId, name }: { slugs: ProjectSlugs; keyId: string; name: string }) => {
  const router = useRouter();
  return (
    <ConfirmDialog
      trigger={
        <Button size="sm" variant="ghost" aria-label={`Revoke ${name}`}>
          Revoke
        </Button>
      }
      title={`Revoke “${name}”?`}
      description="Whatever uses this key is refused within seconds. This cannot be taken back."
      keep="Keep key"
      confirm="Revoke key"
      doing="Revoking"
      run={async () => {
        const answer = await endKey(slugs, { keyId });
        return answer.ok ? null : answer.error.message;
      }}
      onDone={() => router.refresh()}
    />
  );
};
