import { ChartBarDecreasing, Users } from "lucide-react";
import Link from "next/link";
import { IntervalMark } from "@/components/charts/interval-mark";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { FindingRow, SideMark } from "./prepare-insights";

/** One finding: what it is, both sides, what it costs, what to try, how sure one can be. */
export const FindingItem = ({
  place,
  row,
  funnelHref,
  onPeople,
}: {
  place: number;
  row: FindingRow;
  funnelHref: string | null;
  onPeople: () => void;
}) => (
  <li className="@container px-4 py-5">
    <div className="grid gap-x-8 gap-y-4 @3xl:grid-cols-[minmax(0,1fr)_minmax(15rem,20rem)]">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span aria-hidden className="text-sm text-subtle tabular-nums">
            {place}
          </span>
          <h3 className="min-w-0 break-words font-medium">{row.title}</h3>
          <Badge>{row.topic}</Badge>
        </div>
        <p className="mt-1 max-w-prose break-words text-muted text-sm">{row.message}</p>
        <h4 className="mt-3 text-subtle text-xs">What to try</h4>
        <ul className="mt-0.5 max-w-prose list-disc space-y-0.5 pl-4 text-sm marker:text-subtle">
          {row.tries.map((one) => (
            <li key={one} className="break-words">
              {one}
            </li>
          ))}
        </ul>
      </div>
      <div className="min-w-0">
        {row.money ? (
          <dl className="mb-3">
            <dt className="text-subtle text-xs">{row.money.label}</dt>
            <dd className="font-medium text-lg tabular-nums">{row.money.value}</dd>
            <dd className="text-subtle text-xs tabular-nums">{row.money.range}</dd>
          </dl>
        ) : null}
        <dl className="grid gap-2">
          {row.sides.map((side) => (
            <Side key={side.label} side={side} />
          ))}
        </dl>
      </div>
    </div>
    <div className="mt-3 flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
      <p className="max-w-prose text-subtle text-xs">{row.sure}</p>
      <div className="flex flex-wrap gap-1.5">
        {funnelHref ? (
          <Button size="sm" asChild>
            <Link href={funnelHref} aria-label={`Open the funnel: ${row.title}`}>
              <ChartBarDecreasing aria-hidden />
              Funnel
            </Link>
          </Button>
        ) : null}
        {row.people ? (
          <Button size="sm" onClick={onPeople} aria-label={`See who: ${row.title}`}>
            <Users aria-hidden />
            See who
          </Button>
        ) : null}
      </div>
    </div>
  </li>
);

const Side = ({ side }: { side: SideMark }) => (
  <div className="grid grid-cols-[3.5rem_minmax(0,1fr)_4rem] items-center gap-x-2">
    <dt className="text-muted text-sm">{side.label}</dt>
    <dd>
      <IntervalMark {...side.mark} />
    </dd>
    <dd className="text-right font-medium text-sm tabular-nums">{side.value}</dd>
    <dd className="col-span-2 col-start-2 text-subtle text-xs tabular-nums">{side.division}</dd>
  </div>
);
