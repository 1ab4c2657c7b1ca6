import { Check } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { AutoRefresh } from "./auto-refresh";

/** What an empty project needs before it can say anything. */
export const FirstSteps = ({ base, hasMacro }: { base: string; hasMacro: boolean }) => (
  <Panel className="mx-auto max-w-2xl">
    <AutoRefresh />
    <div className="px-5 pt-5 pb-4">
      <h2 className="font-medium text-lg">Three steps to your first numbers</h2>
      <p className="text-muted">This page fills itself as soon as events arrive.</p>
    </div>
    <ol className="divide-y border-t">
      <Step
        done={false}
        title="Put the tracker on your site"
        action={{ href: `${base}/setup`, label: "Open set-up" }}
      >
        <span className="inline-flex items-center gap-2">
          <span aria-hidden className="size-2 animate-pulse rounded-full bg-open" />
          Waiting for your first event
        </span>
      </Step>
      <Step
        done={hasMacro}
        title="Say what counts"
        action={{ href: `${base}/goals`, label: hasMacro ? "Look at the goals" : "Define a goal" }}
      >
        {hasMacro
          ? "Goals are ready: small steps and the aim they lead to."
          : "Name the aim, such as an order, and the small steps that lead to it."}
      </Step>
      <Step done={false} title="Take the path yourself">
        Visit your site and take the small steps up to the aim. They show up here a moment later.
      </Step>
    </ol>
  </Panel>
);

const Step = ({
  done,
  title,
  action,
  children,
}: {
  done: boolean;
  title: string;
  action?: { href: string; label: string };
  children: React.ReactNode;
}) => (
  <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-5 py-3.5">
    <span
      className={`grid size-5 shrink-0 place-items-center rounded-full border ${done ? "border-good bg-good-soft text-good" : "border-control"}`}
    >
      {done ? <Check aria-label="Done" className="size-3.5" /> : <span className="sr-only">Open</span>}
    </span>
    <div className="min-w-0 flex-1 basis-64">
      <p className="font-medium">{title}</p>
      <p className="text-muted text-sm">{children}</p>
    </div>
    {action ? (
      <Button size="sm" variant={done ? "ghost" : "secondary"} asChild>
        <Link href={action.href}>{action.label}</Link>
      </Button>
    ) : null}
  </li>
);
