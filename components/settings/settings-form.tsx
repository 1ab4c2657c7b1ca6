"use client";

import { Check, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { changeSettings } from "@/app/[org]/[project]/settings/actions";
import { Button } from "@/components/ui/button";
import { Choice } from "@/components/ui/choice";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Panel, PanelHeader } from "@/components/ui/panel";
import { Spinner } from "@/components/ui/spinner";
import { Textarea } from "@/components/ui/textarea";
import type { ActionError } from "@/lib/auth/action-result";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import type { IngestionSettings, PrivacyMode } from "@/lib/tenancy/definition";
import { InternalLinks } from "./internal-links";
import { privacyChoices } from "./privacy-choices";

const linesOf = (text: string): string[] => text.split(/[\s,;]+/).filter((line) => line !== "");
const textOf = (lines: readonly string[]): string => lines.join("\n");

/** What ingestion takes and how: privacy, the site's own domains, its own people. */
export const SettingsForm = ({
  slugs,
  saved,
  address,
  readOnly,
}: {
  slugs: ProjectSlugs;
  saved: IngestionSettings;
  /** The reader's own; null when the server does not know it. */
  address: string | null;
  readOnly: boolean;
}) => {
  const router = useRouter();
  const [privacyMode, setPrivacyMode] = useState<PrivacyMode>(saved.privacyMode);
  const [domains, setDomains] = useState(textOf(saved.domains));
  const [ranges, setRanges] = useState(textOf(saved.internalRanges));
  const [error, setError] = useState<ActionError | null>(null);
  const [done, setDone] = useState(false);
  const [pending, startTransition] = useTransition();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setError(null);
    setDone(false);
    startTransition(async () => {
      const answer = await changeSettings(slugs, {
        privacyMode,
        domains: linesOf(domains),
        internalRanges: linesOf(ranges),
      });
      if (!answer.ok) return setError(answer.error);
      // As the server reads them: "https://Shop.example/" is shop.example.
      setDomains(textOf(answer.data.domains));
      setRanges(textOf(answer.data.internalRanges));
      setDone(true);
      router.refresh();
    });
  };
  const errorOf = (field: string) => (error?.path?.split(".")[0] === field ? error.message : undefined);
  const elsewhere = error && !errorOf("domains") && !errorOf("internalRanges") ? error.message : null;
  const isListed = address !== null && linesOf(ranges).some((one) => one.split("/")[0] === address);
  return (
    <form onSubmit={submit} method="post" noValidate>
      <fieldset disabled={readOnly} className="grid min-w-0 gap-5">
        <legend className="sr-only">What is taken in</legend>
        <Panel>
          <PanelHeader
            title="Privacy"
            subtitle="What becomes of people who have not consented to be recognised."
          />
          <div className="grid gap-3 px-4 pb-4">
            {privacyChoices.map(({ mode, label, hint }) => (
              <Choice
                key={mode}
                name="privacyMode"
                label={label}
                hint={hint}
                checked={privacyMode === mode}
                onChange={() => setPrivacyMode(mode)}
              />
            ))}
          </div>
        </Panel>
        <Panel>
          <PanelHeader
            title="Your own domains and people"
            subtitle="What does not belong into your numbers is counted as ignored, and never stored."
          />
          <div className="grid gap-5 px-4 pb-4">
            <Field
              label="Own domains"
              optional
              hint="One a line; subdomains are included. Events from pages of other hosts are ignored. Empty: every host may send."
              error={errorOf("domains")}
            >
              {(control) => (
                <Textarea
                  {...control}
                  rows={3}
                  value={domains}
                  placeholder="shop.example"
                  spellCheck={false}
                  onChange={(event) => setDomains(event.target.value)}
                />
              )}
            </Field>
            <Field
              label="Internal addresses"
              optional
              hint="Addresses or ranges (CIDR) of your offices, one a line. They are compared and never stored with an event."
              error={errorOf("internalRanges")}
            >
              {(control) => (
                <Textarea
                  {...control}
                  rows={3}
                  value={ranges}
                  placeholder="203.0.113.0/24"
                  spellCheck={false}
                  onChange={(event) => setRanges(event.target.value)}
                />
              )}
            </Field>
            {address === null ? null : (
              <p className="-mt-3 flex flex-wrap items-center gap-2 text-sm">
                <span>
                  Your address now: <code className="font-mono">{address}</code>
                </span>
                {readOnly || isListed ? null : (
                  <Button
                    size="sm"
                    variant="ghost"
                    onClick={() => setRanges(textOf([...linesOf(ranges), address]))}
                  >
                    <Plus aria-hidden />
                    Add it
                  </Button>
                )}
              </p>
            )}
            <InternalLinks domain={linesOf(domains)[0]} />
          </div>
        </Panel>
        {elsewhere ? <Notice tone="bad">{elsewhere}</Notice> : null}
        {readOnly ? null : (
          <div className="flex flex-wrap items-center gap-3">
            <Button type="submit" variant="primary" disabled={pending}>
              {pending ? <Spinner label="Saving" /> : null}
              Save settings
            </Button>
            <p role="status" className="flex items-center gap-1.5 text-muted text-sm">
              {done ? (
                <>
                  <Check aria-hidden className="size-4 text-good" />
                  Saved. Events are taken in this way from now on.
                </>
              ) : null}
            </p>
          </div>
        )}
      </fieldset>
    </form>
  );
};
