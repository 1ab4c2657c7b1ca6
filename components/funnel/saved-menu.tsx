"use client";

import { Check } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { addFunnel, removeFunnel, renameFunnel, saveFunnel } from "@/app/[org]/[project]/funnels/actions";
import { keyOfName } from "@/components/goals/draft";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Notice } from "@/components/ui/notice";
import { useClosePopover } from "@/components/ui/popover";
import type { ActionResult } from "@/lib/auth/action-result";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import type { SavedFunnel } from "@/lib/funnels/definition";
import { paramsOf } from "./funnel-search";
import { NameForm } from "./name-form";
import { useWorkbench } from "./workbench-context";

export type SavedMenuProps = {
  slugs: ProjectSlugs;
  funnels: readonly { key: string; name: string; href: string }[];
  current: { key: string; name: string } | null;
  isChanged: boolean;
  /** What is on the page, as it would be saved. */
  question: SavedFunnel["question"];
  mayEdit: boolean;
};

/** Opens, saves, renames and deletes funnels. */
export const SavedMenu = ({ slugs, funnels, current, isChanged, question, mayEdit }: SavedMenuProps) => {
  const [doing, setDoing] = useState<"list" | "saveAs" | "rename" | "delete">("list");
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  const { go, definition } = useWorkbench();
  const close = useClosePopover();
  const router = useRouter();
  const run = (act: () => Promise<ActionResult<unknown>>, done: () => void) =>
    startTransition(async () => {
      const answer = await act();
      if (!answer.ok) return setProblem(answer.error.message);
      close();
      done();
    });
  const back = () => {
    setProblem(null);
    setDoing("list");
  };
  const stored = { steps: null, window: null, order: null, exclude: null, hold: null };

  if (doing === "saveAs")
    return (
      <NameForm
        label="Name of the funnel"
        action="Save funnel"
        start=""
        problem={problem}
        pending={pending}
        onCancel={back}
        onName={(name) => {
          const key = keyOfName(name);
          if (key === "") return setProblem("Give the funnel a name with letters or digits.");
          run(
            () => addFunnel(slugs, { key, name, question }),
            () => go({ ...stored, funnel: key }),
          );
        }}
      />
    );
  if (doing === "rename" && current)
    return (
      <NameForm
        label="New name"
        action="Rename"
        start={current.name}
        problem={problem}
        pending={pending}
        onCancel={back}
        onName={(name) => run(() => renameFunnel(slugs, { key: current.key, name }), router.refresh)}
      />
    );
  if (doing === "delete" && current)
    return (
      <div className="grid gap-2.5 p-2">
        <p className="text-sm">
          Delete “{current.name}”? Links to it will say that it is gone. No events are touched.
        </p>
        {problem ? <Notice tone="bad">{problem}</Notice> : null}
        <div className="flex gap-2">
          <Button
            size="sm"
            variant="danger"
            disabled={pending}
            onClick={() =>
              run(
                () => removeFunnel(slugs, { key: current.key }),
                () => go({ ...paramsOf(definition), funnel: null }),
              )
            }
          >
            Delete funnel
          </Button>
          <Button size="sm" variant="ghost" onClick={back}>
            Keep funnel
          </Button>
        </div>
      </div>
    );
  return (
    <>
      {funnels.length === 0 ? (
        <p className="px-2.5 py-1.5 text-muted text-sm">
          {mayEdit
            ? "No saved funnels yet. Build one and save it under a name."
            : "No saved funnels yet. Admins can save one."}
        </p>
      ) : (
        <ul className="max-h-72 overflow-y-auto">
          {funnels.map(({ key, name, href }) => (
            <li key={key}>
              <Link
                href={href}
                prefetch={false}
                onClick={close}
                aria-current={key === current?.key ? "true" : undefined}
                className={cn(
                  "flex min-h-8 items-center gap-2 rounded-sm px-2.5 text-sm hover:bg-hover",
                  key === current?.key && "font-medium",
                )}
              >
                <span className="min-w-0 flex-1 truncate">{name}</span>
                {key === current?.key ? <Check aria-hidden className="size-4 shrink-0" /> : null}
              </Link>
            </li>
          ))}
        </ul>
      )}
      {problem ? (
        <Notice tone="bad" className="m-1">
          {problem}
        </Notice>
      ) : null}
      {mayEdit ? (
        <div className="mt-1 flex flex-wrap gap-1 border-t pt-1">
          {current && isChanged ? (
            <Button
              size="sm"
              variant="ghost"
              disabled={pending}
              onClick={() =>
                run(
                  () => saveFunnel(slugs, { key: current.key, question }),
                  () => go(stored),
                )
              }
            >
              Save changes
            </Button>
          ) : null}
          <Button size="sm" variant="ghost" onClick={() => setDoing("saveAs")}>
            Save as new
          </Button>
          {current ? (
            <>
              <Button size="sm" variant="ghost" onClick={() => setDoing("rename")}>
                Rename
              </Button>
              <Button size="sm" variant="ghost" onClick={() => setDoing("delete")}>
                Delete
              </Button>
            </>
          ) : null}
        </div>
      ) : null}
    </>
  );
};
