"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { useQueryState } from "nuqs";
import { ExplainedText } from "@/components/charts/explained-text";
import { cn } from "@/components/ui/cn";
import { Table, Td, Th } from "@/components/ui/table";
import type { Tier } from "@/lib/goals/definition";
import { attributionParams } from "./attribution-params";
import type { AttributionPicture, Explained, RowPicture } from "./prepare-attribution";
import { isAscending, isSort, type Sort, sortRows } from "./sort-rows";

const fills = { micro: "bg-micro", macro: "bg-macro" } as const satisfies Record<Tier, string>;

/** On phones the conversions and their share come before the visits. */
const narrowHidden = "max-sm:hidden";

/** One row a source; a heading sorts by its column, without asking the server. */
export const AttributionTable = ({
  picture,
  sort: asked,
  tier,
  label,
}: {
  picture: AttributionPicture;
  sort: Sort;
  tier: Tier;
  label: string;
}) => {
  const [text, setSort] = useQueryState("sort", attributionParams.sort);
  const sort = text !== null && isSort(text) ? text : asked;
  const { hasMoney, hasCosts, untouched, total } = picture;
  const head = (column: Sort, words: string, className?: string) => (
    <SortHead
      label={words}
      className={className}
      sorted={sort === column ? (isAscending(column) ? "ascending" : "descending") : null}
      onSort={() => void setSort(column === "credit" ? null : column)}
    />
  );
  const costless = hasCosts ? <Td colSpan={3} /> : null;
  return (
    <Table label={label}>
      <thead>
        <tr>
          <Th>{picture.label}</Th>
          {head("sessions", "Sessions", narrowHidden)}
          {head("credit", "Conversions")}
          <Th className="min-w-36 pl-6">Share</Th>
          {hasMoney ? head("revenue", "Net revenue") : null}
          {hasCosts ? (
            <>
              {head("cost", "Cost")}
              {head("costPer", "Cost per conversion")}
              {head("return", "Return on cost")}
            </>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {sortRows(picture.rows, sort).map((row) => (
          <tr key={row.id}>
            <Td className={cn("max-w-64 truncate", row.isOther ? "text-muted" : "font-medium")}>
              {row.label}
            </Td>
            <Td numeric className={narrowHidden}>
              {row.sessions}
            </Td>
            <Figure {...row.credit} />
            <Td className="align-middle">
              <ShareBar row={row} fill={fills[tier]} />
            </Td>
            {hasMoney ? <Figure {...row.revenue} /> : null}
            {hasCosts ? (
              <>
                <Figure {...row.cost} isQuiet={!row.isPaid} />
                <Figure {...row.costPer} />
                <Figure {...row.returned} />
              </>
            ) : null}
          </tr>
        ))}
        {untouched ? (
          <tr className="text-muted">
            <Td>Without a touch</Td>
            <Td className={narrowHidden} />
            <Td numeric>{untouched.credit}</Td>
            <Td />
            {hasMoney ? <Figure {...untouched.revenue} /> : null}
            {costless}
          </tr>
        ) : null}
        <tr className="bg-sunken/60 font-medium">
          <Td>All conversions</Td>
          <Td className={narrowHidden} />
          <Td numeric>{total.credit}</Td>
          <Td />
          {hasMoney ? <Figure {...total.revenue} /> : null}
          {hasCosts ? (
            <>
              <Figure {...picture.totalCost} />
              <Td colSpan={2} />
            </>
          ) : null}
        </tr>
      </tbody>
    </Table>
  );
};

const Figure = ({ text, note, isQuiet = false }: Explained & { isQuiet?: boolean }) => (
  <Td numeric className={cn("whitespace-nowrap", isQuiet && "text-subtle")}>
    <ExplainedText note={note}>{text}</ExplainedText>
  </Td>
);

const ShareBar = ({ row, fill }: { row: RowPicture; fill: string }) => (
  <span className="flex items-center gap-2">
    <span className="w-12 shrink-0 text-right text-muted tabular-nums">{row.share}</span>
    <span aria-hidden className="relative block h-3 min-w-20 flex-1 border-line border-l">
      <span
        className={cn("absolute inset-y-0.5 left-0 rounded-r-xs", row.isOther ? "bg-dropped" : fill)}
        style={{ width: `${row.bar * 100}%` }}
      />
    </span>
  </span>
);

const SortHead = ({
  label,
  sorted,
  onSort,
  className,
}: {
  label: string;
  className: string | undefined;
  sorted: "ascending" | "descending" | null;
  onSort: () => void;
}) => (
  <Th numeric aria-sort={sorted ?? undefined} className={className}>
    <button
      type="button"
      onClick={onSort}
      className={cn(
        "-my-1 inline-flex min-h-6 items-center gap-1 rounded-xs hover:text-ink",
        sorted && "font-medium text-ink",
      )}
    >
      {sorted === "descending" ? <ArrowDown aria-hidden className="size-3" /> : null}
      {sorted === "ascending" ? <ArrowUp aria-hidden className="size-3" /> : null}
      {label}
    </button>
  </Th>
);
