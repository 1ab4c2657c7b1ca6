import { ChevronDown } from "lucide-react";
import Link from "next/link";
import { formatDuration } from "@/components/charts/format";
import { cn } from "@/components/ui/cn";
import { Notice } from "@/components/ui/notice";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import type { Goal } from "@/lib/goals/definition";
import type { Finding, GoalHealth } from "@/lib/reports/health/definition";
import { factsOf, findingTitles, fixAddress, statusWords } from "./health-in-words";
import type { KnownHealth } from "./read-goal-health";

const Status = ({ status }: Pick<GoalHealth, "status">) => {
  const { label, dot } = statusWords[status];
  return (
    <>
      <span aria-hidden className={cn("size-2.5 shrink-0 rounded-full", dot)} />
      {label}
    </>
  );
};

const Details = ({ finding, address, mayEdit }: { finding: Finding; address: string; mayEdit: boolean }) => (
  <section className="grid gap-1.5">
    <h3 className="font-medium">{findingTitles[finding.kind]}</h3>
    <p>{finding.message}</p>
    <dl className="grid grid-cols-[1fr_auto] gap-x-3 text-muted">
      {factsOf(finding).map(({ label, text, title }) => (
        <div key={`${label} ${text}`} className="col-span-2 grid grid-cols-subgrid">
          <dt>{label}</dt>
          <dd title={title} className="text-right tabular-nums">
            {text}
          </dd>
        </div>
      ))}
    </dl>
    <p>{finding.fix.message}</p>
    {mayEdit ? (
      <Link href={address} className="justify-self-start font-medium underline underline-offset-3">
        {finding.fix.patch ? "Apply fix" : "Open the goal"}
      </Link>
    ) : null}
  </section>
);

/** How a goal is, in a word; what was found opens beside it. */
export const GoalHealthBadge = async ({
  health,
  goal,
  base,
  mayEdit,
}: {
  health: Promise<KnownHealth | null>;
  goal: Goal;
  base: string;
  mayEdit: boolean;
}) => {
  const known = await health;
  const own = known?.goals.get(goal.key);
  if (!known || !own) return <span className="text-subtle">Health unknown</span>;
  const { status, findings, lastReachedAt } = own;
  const seconds = lastReachedAt === null ? null : (known.at - Date.parse(lastReachedAt)) / 1000;
  return (
    <div className="flex flex-wrap items-center gap-x-3">
      {findings.length === 0 ? (
        <span className="inline-flex items-center gap-1.5">
          <Status status={status} />
        </span>
      ) : (
        <Popover>
          <PopoverTrigger
            aria-label={`${statusWords[status].label}: what was found about ${goal.name}`}
            className="inline-flex min-h-6 items-center gap-1.5 rounded-sm underline-offset-3 hover:underline"
          >
            <Status status={status} />
            <ChevronDown aria-hidden className="size-3.5 text-subtle" />
          </PopoverTrigger>
          <PopoverContent aria-label={`Health of ${goal.name}`} className="w-80 max-w-[calc(100vw-2rem)]">
            <div className="grid gap-4 whitespace-normal text-sm">
              {findings.map((finding) => (
                <Details
                  key={`${finding.kind} ${finding.message}`}
                  finding={finding}
                  address={fixAddress(base, goal.key, finding.fix)}
                  mayEdit={mayEdit}
                />
              ))}
            </div>
          </PopoverContent>
        </Popover>
      )}
      {seconds === null ? null : (
        <span className="text-subtle">
          {seconds < 60 ? "Just reached" : `Last reached ${formatDuration(seconds)} ago`}
        </span>
      )}
    </div>
  );
};

/** Says so when nobody comes at all: no goal is to blame for that. */
export const TrafficNotice = async ({ health }: { health: Promise<KnownHealth | null> }) => {
  const known = await health;
  if (known?.traffic.status !== "stopped" || known.traffic.lastEventAt === null) return null;
  const seconds = (known.at - Date.parse(known.traffic.lastEventAt)) / 1000;
  return (
    <Notice className="mb-5">
      No visitor for {formatDuration(seconds)}, at a time when some are usual. Tracking or traffic stopped
      altogether, so the goals are not to blame: look at Data health.
    </Notice>
  );
};
