"use client";

import Link from "next/link";
import { journeyAddress } from "@/components/journeys/journey-address";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { Spinner } from "@/components/ui/spinner";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import type { VisitorsQuestion } from "@/lib/reports/visitors/definition";
import { type Person, preparePeople, shownText } from "./prepare-people";
import { usePeople } from "./use-people";

/** One line a visitor: who, from where, when, and what they brought. */
export const PeopleList = ({
  of,
  slugs,
  timezone,
}: {
  of: VisitorsQuestion["of"];
  slugs: ProjectSlugs;
  timezone: string;
}) => {
  const { visitors, total, next, asking, problem, more } = usePeople(slugs, of);
  return (
    <section
      aria-label="People"
      aria-busy={asking}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable with the keyboard
      tabIndex={0}
      className="min-h-0 flex-1 overflow-y-auto"
    >
      <p role="status" className="px-5 py-3 text-muted text-sm tabular-nums">
        {visitors === null ? (problem === null ? "Looking them up" : "") : shownText(visitors.length, total)}
      </p>
      {visitors === null && problem === null ? <Waiting /> : null}
      {visitors && visitors.length > 0 ? (
        <ul className="divide-y border-y">
          {preparePeople(visitors, timezone).map((person) => (
            <Row key={person.id} person={person} href={journeyAddress(slugs, person.id)} />
          ))}
        </ul>
      ) : null}
      {problem ? (
        <Notice tone="bad" className="m-5">
          {problem}
        </Notice>
      ) : null}
      {next !== null || problem ? (
        <div className="flex justify-center px-5 py-4">
          <Button disabled={asking} onClick={more}>
            {asking ? <Spinner label="Looking up more" /> : null}
            {problem ? "Try again" : "Show more"}
          </Button>
        </div>
      ) : null}
    </section>
  );
};

const Row = ({ person, href }: { person: Person; href: string }) => (
  <li className="relative grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 px-5 py-2.5 text-sm hover:bg-hover">
    <Link
      href={href}
      prefetch={false}
      title={person.id}
      className="truncate rounded-xs font-medium font-mono -outline-offset-2 after:absolute after:inset-0 hover:underline"
    >
      {person.id}
    </Link>
    <span className="text-right font-medium tabular-nums">
      <span className="sr-only">Value </span>
      {person.value}
    </span>
    <span className="truncate text-muted">{person.from || "Origin not known"}</span>
    <span className="text-right text-muted tabular-nums">{person.sessions}</span>
    <span className="col-span-2 text-subtle text-xs tabular-nums">
      First seen {person.firstSeen} · last seen {person.lastSeen}
    </span>
  </li>
);

const Waiting = () => (
  <div className="space-y-4 px-5">
    {["a", "b", "c", "d", "e", "f"].map((row) => (
      <div key={row} className="space-y-1.5">
        <Skeleton className="h-4 w-2/3" />
        <Skeleton className="h-3.5 w-1/2" />
        <Skeleton className="h-3 w-3/4" />
      </div>
    ))}
  </div>
);
