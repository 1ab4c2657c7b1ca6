"use client";

import { useRouter } from "next/navigation";
import { removeRate } from "@/app/[org]/[project]/settings/actions";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import type { CurrencyRate } from "@/lib/rates/definition";

export const RemoveRate = ({ slugs, rate }: { slugs: ProjectSlugs; rate: CurrencyRate }) => {
  const router = useRouter();
  const { currency, day } = rate;
  return (
    <ConfirmDialog
      trigger={
        <Button size="sm" variant="ghost" aria-label={`Remove the rate of ${currency} on ${day}`}>
          Remove
        </Button>
      }
      title={`Remove the rate of ${currency} on ${day}?`}
      description="What was earned then is converted at the rate before it, if that is at most 31 days old, and else left out of sums."
      keep="Keep rate"
      confirm="Remove rate"
      doing="Removing"
      run={async () => {
        const answer = await removeRate(slugs, { currency, day });
        return answer.ok ? null : answer.error.message;
      }}
      onDone={() => router.refresh()}
    />
  );
};
