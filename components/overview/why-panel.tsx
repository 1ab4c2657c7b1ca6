"use client";

import { Users } from "lucide-react";
import { useQueryState } from "nuqs";
import { ChartFrame } from "@/components/charts/chart-frame";
import { csvLink } from "@/components/charts/csv-link";
import { DataTableView } from "@/components/charts/data-table-view";
import { ExplainedText } from "@/components/charts/explained-text";
import { PeopleDrawer } from "@/components/people/people-drawer";
import { peopleParam } from "@/components/people/people-params";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Table, Td, Th } from "@/components/ui/table";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import type { Why, WhyRow } from "./prepare-why";

const bars = {
  up: "bg-good",
  down: "bg-bad",
  chance: "bg-dropped",
  unknown: "",
  total: "",
} as const satisfies Record<WhyRow["kind"], string>;

const amounts = {
  up: "text-good",
  down: "text-bad",
  chance: "",
  unknown: "text-subtle",
  total: "font-medium",
};

const percent = (share: number): string => `${share * 100}%`;

/** A piece of the waterfall, or the place of a total. */
const WaterfallMark = ({ kind, start, end }: WhyRow) => (
  <span aria-hidden className="relative block h-4 min-w-16">
    {kind === "total" ? (
      <span className="absolute inset-y-0 w-0.5 -translate-x-1/2 bg-ink" style={{ left: percent(end) }} />
    ) : (
      <>
        <span
          className={cn("absolute inset-y-0.5 rounded-xs", bars[kind])}
          style={{ left: percent(Math.min(start, end)), width: percent(Math.abs(end - start)) }}
        />
        <span className="absolute inset-y-0 w-px bg-edge" style={{ left: percent(end) }} />
      </>
    )}
  </span>
);

const Waterfall = ({ rows, label }: { rows: readonly WhyRow[]; label: string }) => (
  <Table label={label}>
    <thead>
      <tr>
        <Th>What</Th>
        <Th numeric className="max-md:hidden">
          Before → after
        </Th>
        <Th>Waterfall</Th>
        <Th numeric>Revenue</Th>
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr key={row.label}>
          <Td className={cn("md:whitespace-nowrap", row.kind === "total" && "font-medium")}>{row.label}</Td>
          <Td numeric className="whitespace-nowrap text-muted max-md:hidden">
            {row.moved}
          </Td>
          <Td className="align-middle lg:w-1/2">
            <WaterfallMark {...row} />
          </Td>
          <Td numeric className={cn("whitespace-nowrap", amounts[row.kind])}>
            <ExplainedText note={row.note}>{row.amount}</ExplainedText>
          </Td>
        </tr>
      ))}
    </tbody>
  </Table>
);

/** Why did revenue move? What moved it, piece by piece, and the people behind the largest piece. */
export const WhyPanel = ({
  why,
  aim,
  about,
  slugs,
  timezone,
  fileWords,
}: {
  why: Why;
  aim: string;
  about: string;
  slugs: ProjectSlugs;
  timezone: string;
  fileWords: readonly string[];
}) => {
  const [shown, setShown] = useQueryState("people", peopleParam.withOptions({ history: "push" }));
  const title = `Why did revenue from ${aim} move?`;
  return (
    <ChartFrame
      title={title}
      subtitle={`Against the previous period. The pieces add up; the scale shows what moved, not all revenue. ${about}`}
      summary={why.summary}
      table={<DataTableView label={title} table={why.table} />}
      csv={csvLink(why.table, "why it moved", aim, ...fileWords)}
      footer="Each piece is what it changed on average over all orders in which things could have changed (Shapley). Grey pieces may be chance."
    >
      <div className="flex flex-wrap items-center justify-between gap-3 border-t px-4 py-3">
        <p>{why.sentence ?? "Nothing moved."}</p>
        {why.people ? (
          <Button variant="secondary" size="sm" onClick={() => void setShown("why")}>
            <Users aria-hidden />
            See who
          </Button>
        ) : null}
      </div>
      {why.notices.map((notice) => (
        <p key={notice} className="px-4 pb-3 text-muted text-sm">
          {notice}
        </p>
      ))}
      <div className="border-t">
        <Waterfall rows={why.rows} label={`Revenue from ${aim}, piece by piece`} />
      </div>
      <PeopleDrawer
        crowd={shown === "why" ? why.people : null}
        slugs={slugs}
        timezone={timezone}
        onClose={() => void setShown(null)}
      />
    </ChartFrame>
  );
};
