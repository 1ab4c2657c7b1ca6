"use client";

import { Upload } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { importCosts } from "@/app/[org]/[project]/settings/actions";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Spinner } from "@/components/ui/spinner";
import type { SavedCosts } from "@/lib/ad-costs/definition";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import { decodeText } from "@/lib/decode-text";
import { SavedCostsNotice } from "./saved-costs-notice";

/** An action takes 1 MB, in which quotes and line ends are two bytes. */
const mostBytes = 500_000;
const tooLarge =
  "This file is too large for the screen. Read it by the command line, or in parts of some days each.";
const noText = "This file is no text in UTF-8 or UTF-16. Save it as CSV in UTF-8.";

/** Reads a file of advertising costs and shows what became of its lines. */
export const ImportCosts = ({ slugs }: { slugs: ProjectSlugs }) => {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [file, setFile] = useState<File | null>(null);
  const [source, setSource] = useState("");
  const [medium, setMedium] = useState("");
  const [problem, setProblem] = useState<string>();
  const [saved, setSaved] = useState<SavedCosts | null>(null);
  const [pending, startTransition] = useTransition();
  const toggle = (opened: boolean) => {
    setOpen(opened);
    setFile(null);
    setProblem(undefined);
    setSaved(null);
  };
  const submit = () =>
    startTransition(async () => {
      setProblem(undefined);
      setSaved(null);
      if (!file) return;
      if (file.size > mostBytes) return setProblem(tooLarge);
      const csv = decodeText(new Uint8Array(await file.arrayBuffer()));
      if (csv === null) return setProblem(noText);
      const answer = await importCosts(slugs, { csv, source, medium });
      if (!answer.ok) return setProblem(answer.error.message);
      setSaved(answer.data);
      router.refresh();
    });
  return (
    <Dialog open={open} onOpenChange={toggle}>
      <DialogTrigger asChild>
        <Button size="sm">
          <Upload aria-hidden />
          Import costs
        </Button>
      </DialogTrigger>
      <DialogContent
        title="Import advertising costs"
        description="What was imported for the same day, source, medium and campaign is replaced."
      >
        <form className="grid gap-4" action={submit} onReset={(event) => event.preventDefault()}>
          <Field
            label="CSV file"
            error={problem}
            hint="Its first line names the columns: day, source, medium, campaign, cost, currency, clicks, impressions. Day and cost have to be there."
          >
            {(control) => (
              <Input
                {...control}
                required
                type="file"
                accept=".csv,.tsv,.txt,text/csv"
                className="h-auto py-1.5"
                onChange={(event) => setFile(event.target.files?.[0] ?? null)}
              />
            )}
          </Field>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="Source" optional hint="Of lines that name none, like google.">
              {(control) => (
                <Input {...control} value={source} onChange={(event) => setSource(event.target.value)} />
              )}
            </Field>
            <Field label="Medium" optional hint="Of lines that name none, like cpc.">
              {(control) => (
                <Input {...control} value={medium} onChange={(event) => setMedium(event.target.value)} />
              )}
            </Field>
          </div>
          {saved ? <SavedCostsNotice saved={saved} /> : null}
          <DialogActions>
            <DialogClose asChild>
              <Button>{saved ? "Done" : "Cancel"}</Button>
            </DialogClose>
            <Button type="submit" variant="primary" disabled={pending}>
              {pending ? <Spinner label="Importing" /> : null}
              Import
            </Button>
          </DialogActions>
        </form>
      </DialogContent>
    </Dialog>
  );
};
