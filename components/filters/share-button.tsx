"use client";

import { Check, Link2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";

/** Copies the address, which holds everything the page shows. */
export const ShareButton = () => {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      setCopied(true);
    } catch {
      // Browsers refuse the clipboard on plain http and where a policy says so.
      window.prompt("Copy this link:", location.href);
    }
  };
  return (
    <Button variant="ghost" size="sm" className="h-8" onClick={copy} onBlur={() => setCopied(false)}>
      {copied ? <Check aria-hidden /> : <Link2 aria-hidden />}
      <span aria-live="polite" className="max-sm:sr-only">
        {copied ? "Link copied" : "Share"}
      </span>
    </Button>
  );
};
