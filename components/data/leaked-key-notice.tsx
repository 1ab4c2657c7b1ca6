import { ShieldAlert } from "lucide-react";
import Link from "next/link";
import { Notice } from "@/components/ui/notice";
import type { ReasonCount } from "@/lib/data-health/ledger-store";

/** A secret key in a page is known to everybody: that cannot wait for somebody to find it in a table. */
export const LeakedKeyNotice = ({ reasons, base }: { reasons: readonly ReasonCount[]; base: string }) =>
  reasons.some(({ outcome, code }) => outcome === "refused" && code === "secret_in_browser") ? (
    <Notice tone="bad" className="flex items-start gap-2">
      <ShieldAlert aria-hidden className="mt-px size-4 shrink-0" />
      <p>
        <strong className="font-medium">A secret key was sent from a browser.</strong> Whoever opens that page
        can read the key and your data with it. Nothing was taken in.{" "}
        <Link href={`${base}/setup`} className="underline underline-offset-2">
          Revoke it on the set-up page
        </Link>{" "}
        and use a write key in pages.
      </p>
    </Notice>
  ) : null;
