"use client";

import { Braces, ListTree } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useRef, useState, useTransition } from "react";
import { addSegment, saveSegment } from "@/app/[org]/[project]/segments/actions";
import type { Problems } from "@/components/goals/goal-of-draft";
import { NameAndKey } from "@/components/goals/name-and-key";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Panel, PanelHeader } from "@/components/ui/panel";
import { Spinner } from "@/components/ui/spinner";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import { type GroupNode, newGroup, rawNode, rootOf, type SegmentDraft } from "./draft";
import { filterOfNode, placeInDraft, segmentOfDraft } from "./filter-of-draft";
import { GroupFields } from "./group-fields";
import type { Known } from "./known";
import { namesOf } from "./names";
import { PreviewPanel } from "./preview-panel";
import type { SegmentPreview } from "./segment-preview";
import { useSegmentPreview } from "./use-segment-preview";

/** The name and key may wait: whom the segment keeps does not depend on them. */
const nameless = new Set(["name", "key"]);

/** Writes a segment; beside it, whom it keeps. */
export const SegmentForm = ({
  slugs,
  start,
  saved,
  known,
  readOnly,
}: {
  slugs: ProjectSlugs;
  start: SegmentDraft;
  /** Whom the saved segment keeps; `null` for a new one. */
  saved: SegmentPreview | null;
  known: Known;
  readOnly: boolean;
}) => {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(start);
  const [tried, setTried] = useState(0);
  const [refused, setRefused] = useState<{ message: string; place: string | null } | null>(null);
  const [pending, startTransition] = useTransition();

  const { value: segment, problems: found, places } = segmentOfDraft(draft);
  const isUnfinished = Object.keys(found).some((place) => !nameless.has(place));
  const filter = isUnfinished ? null : segment.filter;
  const state = useSegmentPreview(slugs, filter, saved);
  const said: Problems = refused?.place ? { [refused.place]: refused.message } : {};
  const problems: Problems = tried > 0 ? { ...said, ...found } : said;
  const list = `/${slugs.org}/${slugs.project}/segments`;

  useEffect(() => {
    if (tried > 0) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [tried]);

  const change = (parts: Partial<SegmentDraft>) => {
    setRefused(null);
    setDraft((before) => ({ ...before, ...parts }));
  };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried((times) => times + 1);
    if (Object.keys(found).length > 0) return;
    startTransition(async () => {
      const answer = saved ? await saveSegment(slugs, segment) : await addSegment(slugs, segment);
      if (!answer.ok) {
        const { message, path } = answer.error;
        setRefused({ message, place: placeInDraft(path, places) });
        setTried((times) => times + 1);
        return;
      }
      router.push(list);
      router.refresh();
    });
  };

  return (
    <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <form ref={form} onSubmit={submit} method="post" noValidate className="min-w-0">
        <fieldset disabled={readOnly} className="grid min-w-0 gap-4">
          <legend className="sr-only">Segment</legend>
          <Panel>
            <PanelHeader title="What it is called" />
            <div className="px-4 pb-4">
              <NameAndKey
                named={draft}
                examples={{ name: "Mobile buyers", key: "mobile-buyers" }}
                problems={problems}
                keyIsFixed={saved !== null}
                onChange={change}
              />
            </div>
          </Panel>
          <Panel>
            <PanelHeader
              title="Whom it keeps"
              subtitle="Whole visitors are kept or dropped, never single events."
              actions={<JsonSwitch root={draft.root} onChange={(root) => change({ root })} />}
            />
            <div className="px-4 pb-4">
              <GroupFields
                group={draft.root}
                slugs={slugs}
                known={known}
                problems={problems}
                onChange={(root) => change({ root })}
              />
            </div>
          </Panel>
          {refused && !refused.place ? <Notice tone="bad">{refused.message}</Notice> : null}
          {readOnly ? null : (
            <div className="flex flex-wrap items-center gap-2">
              <Button type="submit" variant="primary" disabled={pending}>
                {pending ? <Spinner label="Saving" /> : null}
                Save segment
              </Button>
              <Button variant="ghost" asChild>
                <Link href={list}>Cancel</Link>
              </Button>
              {tried > 0 && Object.keys(found).length > 0 ? (
                <p role="status" className="text-bad text-sm">
                  Something is missing: see the marked fields.
                </p>
              ) : null}
            </div>
          )}
        </fieldset>
      </form>
      <PreviewPanel filter={filter} names={namesOf(known)} state={state} />
    </div>
  );
};

/** The filter as JSON and back: the form for most, the text for whatever the API can say. */
const JsonSwitch = ({ root, onChange }: { root: GroupNode; onChange: (root: GroupNode) => void }) => {
  const [stuck, setStuck] = useState<string | null>(null);
  const [only] = root.parts;
  const isJson = root.parts.length === 1 && only?.kind === "raw" && !root.not;
  const toForm = () => {
    const { value, problems } = filterOfNode(root);
    if (Object.keys(problems).length > 0) return setStuck("This is not JSON yet.");
    try {
      const shown = rootOf(value);
      setStuck(
        shown.parts.length === 1 && shown.parts[0]?.kind === "raw"
          ? "The form has no fields for this."
          : null,
      );
      onChange(shown);
    } catch {
      setStuck("This is not a filter yet.");
    }
  };
  const toJson = () => {
    setStuck(null);
    onChange({ ...newGroup([rawNode(filterOfNode(root).value)], root.id), join: "and" });
  };
  return (
    <>
      {stuck && isJson ? (
        <span role="status" className="text-muted text-sm">
          {stuck}
        </span>
      ) : null}
      <Button variant="ghost" size="sm" onClick={isJson ? toForm : toJson}>
        {isJson ? <ListTree aria-hidden /> : <Braces aria-hidden />}
        {isJson ? "Back to the form" : "Edit as JSON"}
      </Button>
    </>
  );
};
