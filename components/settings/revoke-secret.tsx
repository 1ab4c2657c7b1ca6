"use client";

import { useRouter } from "next/navigation";
import { endWebhookSecret } from "@/app/[org]/[project]/settings/actions";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
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
  return (
    <ConfirmDialog
      trigger={
        <Button size="sm" variant="ghost" aria-label={`Revoke the secret ending in ${ending}`}>
          Revoke
        </Button>
      }
      title={`Revoke the secret ending in ${ending}?`}
      description="What Shopify signs with it is refused at once. Shopify tries again for four hours, so add the new secret first."
      keep="Keep secret"
      confirm="Revoke secret"
      doing="Revoking"
      run={async () => {
        const answer = await endWebhookSecret(slugs, { secretId });
        return answer.ok ? null : answer.error.message;
      }}
      onDone={() => router.refresh()}
    />
  );
};
