"use client";

import { Plus } from "lucide-react";
import { useId, useRef, useState } from "react";
import { formatCount } from "@/components/charts/format";
import { Button } from "@/components/ui/button";
import { DialogActions, DialogClose } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { Spinner } from "@/components/ui/spinner";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import type { Repair } from "@/lib/data-health/definition";
import { blankOperation, draftsOf, type OperationDraft, repairOfDrafts } from "./operation-draft";
import { OperationRow } from "./operation-row";
import { PreviewWords } from "./preview-words";
import { RepairExample } from "./repair-example";
import { ReplayOutcome } from "./replay-outcome";
import { useRepairPreview } from "./use-repair-preview";
import { useReplay } from "./use-replay";

const mostOperations = 20;

/** The changes, what they would do, and the button that does it. */
export const RepairForm = ({
  slugs,
  code,
  until,
  start,
  onClose,
}: {
  slugs: ProjectSlugs;
  code: string;
  until: string;
  start: Repair;
  onClose: () => void;
}) => {
  const heading = useId();
  const [drafts, setDrafts] = useState<OperationDraft[]>(() => draftsOf(start));
  const nextKey = useRef(start.length);
  const replay = useReplay(slugs);
  const { repair, problems } = repairOfDrafts(drafts);
  const request = repair && { code, repair, until };
  const { preview, problem } = useRepairPreview(slugs, replay.done ? null : request);
  if (replay.done) return <ReplayOutcome state={replay} done={replay.done} onClose={onClose} />;
  const change = (changed: OperationDraft) =>
    setDrafts(drafts.map((draft) => (draft.key === changed.key ? changed : draft)));
  // Of more events than were tried nobody knows yet how many will pass.
  const known = preview && preview.tried === preview.waiting ? preview.accepted : 0;
  return (
    <div className="grid gap-5">
      <section aria-labelledby={`${heading}-changes`}>
        <div className="mb-2 flex items-center justify-between gap-3">
          <h3 id={`${heading}-changes`} className="font-medium text-sm">
            Changes
          </h3>
          <Button
            size="sm"
            variant="ghost"
            disabled={drafts.length >= mostOperations}
            onClick={() => setDrafts([...drafts, blankOperation(nextKey.current++)])}
          >
            <Plus aria-hidden />
            Add a change
          </Button>
        </div>
        {drafts.length === 0 ? (
          <p className="text-muted text-sm">None: the events are sent again as they are.</p>
        ) : (
          <ol className="grid gap-2">
            {drafts.map((draft, i) => (
              <OperationRow
                key={draft.key}
                draft={draft}
                number={i + 1}
                problems={problems[i] ?? {}}
                onChange={change}
                onRemove={() => setDrafts(drafts.filter(({ key }) => key !== draft.key))}
              />
            ))}
          </ol>
        )}
      </section>
      <section aria-labelledby={`${heading}-preview`} className="grid gap-3">
        <h3 id={`${heading}-preview`} className="font-medium text-sm">
          Preview
        </h3>
        <div role="status" className="min-h-5">
          {preview ? (
            <PreviewWords preview={preview} />
          ) : problem ? null : request ? (
            <Spinner label="Trying the repair" />
          ) : (
            <p className="text-muted text-sm">Finish the changes to see what they do.</p>
          )}
        </div>
        {problem ? <Notice tone="bad">{problem}</Notice> : null}
        {preview?.example ? <RepairExample example={preview.example} /> : null}
      </section>
      <DialogActions>
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button
          variant="primary"
          disabled={!preview || preview.accepted === 0}
          onClick={() => request && void replay.start(request)}
        >
          {known > 0 ? `Replay ${formatCount(known)} ${known === 1 ? "event" : "events"}` : "Replay"}
        </Button>
      </DialogActions>
    </div>
  );
};
