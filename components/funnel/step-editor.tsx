"use client";

import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useFirstFocus } from "@/components/filters/use-first-focus";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Input } from "@/components/ui/input";
import { useClosePopover } from "@/components/ui/popover";
import type { Matcher } from "@/lib/matching/definition";
import { kindLabels, type StepCatalog, type StepChoice, stepChoices } from "./step-choices";

/** What the step is to be, over what else can be done with it. */
export const StepEditor = ({
  catalog,
  onPick,
  actions,
}: {
  catalog: StepCatalog;
  onPick: (match: Matcher) => void;
  actions?: readonly { label: string; icon: ReactNode; disabled: boolean; run: () => void }[];
}) => {
  const close = useClosePopover();
  const closing = (run: () => void) => {
    close();
    run();
  };
  return (
    <>
      <StepPicker catalog={catalog} onPick={(match) => closing(() => onPick(match))} />
      {actions ? (
        <div className="mt-2 flex flex-wrap gap-1 border-t pt-2">
          {actions.map(({ label, icon, disabled, run }) => (
            <Button key={label} size="sm" variant="ghost" disabled={disabled} onClick={() => closing(run)}>
              {icon} {label}
            </Button>
          ))}
        </div>
      ) : null}
    </>
  );
};

/** A list to search with the keyboard: goals, events and pages of the project, or what is typed. */
const StepPicker = ({ catalog, onPick }: { catalog: StepCatalog; onPick: (match: Matcher) => void }) => {
  const id = useId();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const input = useFirstFocus<HTMLInputElement>();
  const choices = stepChoices(catalog, typed);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);
  const pick = (choice: StepChoice | undefined) => choice && onPick(choice.match);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setAt((at + step + choices.length) % Math.max(1, choices.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      pick(choices[at]);
    }
  };
  return (
    <div>
      <Input
        ref={input}
        role="combobox"
        aria-label="Find a goal, event or page"
        aria-expanded
        aria-controls={id}
        aria-activedescendant={choices[at] ? `${id}-${at}` : undefined}
        placeholder="Goal, event or /page/*"
        value={typed}
        maxLength={200}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div ref={list} role="listbox" id={id} aria-label="Steps" className="mt-2 max-h-64 overflow-y-auto">
        {choices.map((choice, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the text field above carries the keyboard
          <div
            key={JSON.stringify(choice.match)}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === at}
            tabIndex={-1}
            onPointerMove={() => setAt(i)}
            onClick={() => pick(choice)}
            className={cn(
              "flex min-h-8 cursor-pointer items-center gap-2 rounded-sm px-2 text-sm",
              i === at && "bg-hover",
            )}
          >
            <span className="min-w-0 flex-1 truncate">{choice.label}</span>
            <Badge tone={choice.tier ?? "neutral"}>{choice.tier ?? kindLabels[choice.kind]}</Badge>
          </div>
        ))}
      </div>
    </div>
  );
};
