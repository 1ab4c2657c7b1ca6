"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { Button } from "./button";
import { cn } from "./cn";

export const Dialog = Radix.Root;
export const DialogTrigger = Radix.Trigger;
export const DialogClose = Radix.Close;

type ContentProps = {
  title: string;
  /** One sentence under the title. */
  description?: ReactNode;
  className?: string;
  children: ReactNode;
};

const Head = ({ title, description }: Pick<ContentProps, "title" | "description">) => (
  <header className="py-4 pr-14 pl-5">
    <Radix.Title className="font-medium text-lg">{title}</Radix.Title>
    {description ? (
      <Radix.Description className="mt-0.5 text-muted text-sm">{description}</Radix.Description>
    ) : null}
  </header>
);

// Last in the content, so that focus starts at what the dialog asks.
const close = (
  <Radix.Close asChild>
    <Button variant="ghost" size="icon" aria-label="Close" className="absolute top-3 right-3">
      <X aria-hidden />
    </Button>
  </Radix.Close>
);

const overlay = <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-overlay" />;

/** A question in the middle of the screen. */
export const DialogContent = ({ title, description, className, children }: ContentProps) => (
  <Radix.Portal>
    {overlay}
    <div className="pointer-events-none fixed inset-0 z-40 grid place-items-center p-4">
      <Radix.Content
        {...(description ? {} : { "aria-describedby": undefined })}
        className={cn(
          "pointer-events-auto relative max-h-full w-full max-w-md animate-appear overflow-y-auto rounded-lg border bg-raised shadow-lift focus-visible:outline-none",
          className,
        )}
      >
        <Head title={title} description={description} />
        <div className="px-5 pb-5">{children}</div>
        {close}
      </Radix.Content>
    </div>
  </Radix.Portal>
);

/** Buttons at the end of a dialog: the answer last. */
export const DialogActions = ({ children }: { children: ReactNode }) => (
  <footer className="mt-5 flex flex-wrap justify-end gap-2">{children}</footer>
);
