"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { useRef } from "react";
import { Button } from "@/components/ui/button";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import type { VisitorsQuestion } from "@/lib/reports/visitors/definition";
import { PeopleList } from "./people-list";

export type Crowd = {
  of: VisitorsQuestion["of"];
  /** "Dropped before Purchase". */
  title: string;
  /** One sentence: who these are. */
  description: string;
};

/** The people behind a number, at the side of the page that shows it. `crowd` null: closed. */
export const PeopleDrawer = ({
  crowd,
  slugs,
  timezone,
  onClose,
}: {
  crowd: Crowd | null;
  slugs: ProjectSlugs;
  timezone: string;
  onClose: () => void;
}) => {
  const opener = useRef<Element | null>(null);
  return (
    <Radix.Root open={crowd !== null} onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-overlay" />
        {crowd ? (
          <Radix.Content
            // It has no trigger of its own that could get the focus back.
            onOpenAutoFocus={() => {
              opener.current = document.activeElement;
            }}
            onCloseAutoFocus={(event) => {
              event.preventDefault();
              if (opener.current instanceof HTMLElement) opener.current.focus();
            }}
            className="fixed inset-y-0 right-0 z-40 flex w-full max-w-xl animate-appear flex-col border-l bg-raised shadow-lift focus-visible:outline-none"
          >
            <header className="border-b py-4 pr-14 pl-5">
              <Radix.Title className="font-medium text-lg">{crowd.title}</Radix.Title>
              <Radix.Description className="mt-0.5 text-muted text-sm">{crowd.description}</Radix.Description>
            </header>
            <PeopleList of={crowd.of} slugs={slugs} timezone={timezone} />
            <Radix.Close asChild>
              <Button variant="ghost" size="icon" aria-label="Close" className="absolute top-3 right-3">
                <X aria-hidden />
              </Button>
            </Radix.Close>
          </Radix.Content>
        ) : null}
      </Radix.Portal>
    </Radix.Root>
  );
};
