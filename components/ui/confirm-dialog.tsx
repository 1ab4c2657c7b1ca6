"use client";

import { type ReactNode, useState, useTransition } from "react";
import { Button } from "./button";
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from "./dialog";
import { Notice } from "./notice";
import { Spinner } from "./spinner";

/** Asks before something is done that cannot be taken back. `run` answers why it failed, in words, or null. */
export const ConfirmDialog = ({
  trigger,
  title,
  description,
  keep,
  confirm,
  doing,
  run,
  onDone,
}: {
  trigger: ReactNode;
  title: string;
  description: string;
  /** What the buttons say. */
  keep: string;
  confirm: string;
  /** For screen readers, while it is being done. */
  doing: string;
  run: () => Promise<string | null>;
  onDone: () => void;
}) => {
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  const toggle = (opened: boolean) => {
    setOpen(opened);
    setProblem(null);
  };
  const confirmed = () =>
    startTransition(async () => {
      const failure = await run();
      if (failure !== null) return setProblem(failure);
      setOpen(false);
      onDone();
    });
  return (
    <Dialog open={open} onOpenChange={toggle}>
      <DialogTrigger asChild>{trigger}</DialogTrigger>
      <DialogContent title={title} description={description}>
        {problem ? <Notice tone="bad">{problem}</Notice> : null}
        <DialogActions>
          <DialogClose asChild>
            <Button>{keep}</Button>
          </DialogClose>
          <Button variant="danger" disabled={pending} onClick={confirmed}>
            {pending ? <Spinner label={doing} /> : null}
            {confirm}
          </Button>
        </DialogActions>
      </DialogContent>
    </Dialog>
  );
};
