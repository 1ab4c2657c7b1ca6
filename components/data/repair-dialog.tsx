"use client";

import { Wrench } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { formatCount } from "@/components/charts/format";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import type { Repair } from "@/lib/data-health/definition";
import { RepairForm } from "./repair-form";

/** Repairs the rejected events of a reason and sends them again. */
export const RepairDialog = ({
  slugs,
  code,
  title,
  waiting,
  until,
  words,
  start,
}: {
  slugs: ProjectSlugs;
  code: string;
  title: string;
  waiting: number;
  until: string;
  /** How it is mended most likely, in words and as a repair to begin with. */
  words: string;
  start: Repair;
}) => {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const toggle = (opened: boolean) => {
    setOpen(opened);
    if (!opened) router.refresh();
  };
  return (
    <Dialog open={open} onOpenChange={toggle}>
      <DialogTrigger asChild>
        <Button size="sm" aria-label={`Fix and replay: ${title}`}>
          <Wrench aria-hidden />
          <span className="max-sm:hidden">Fix and replay</span>
          <span className="sm:hidden">Fix</span>
        </Button>
      </DialogTrigger>
      <DialogContent
        className="max-w-4xl"
        title={title}
        description={`${formatCount(waiting)} ${waiting === 1 ? "event waits" : "events wait"}. ${words}`}
      >
        <RepairForm slugs={slugs} code={code} until={until} start={start} onClose={() => toggle(false)} />
      </DialogContent>
    </Dialog>
  );
};
