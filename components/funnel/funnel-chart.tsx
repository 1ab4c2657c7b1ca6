import { CornerDownRight } from "lucide-react";
import { ChangeText } from "@/components/charts/change-text";
import { ExplainedText } from "@/components/charts/explained-text";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { writePiece } from "./funnel-pieces";
import { PieceButton } from "./piece-button";
import type { FunnelPicture, FunnelRow } from "./prepare-funnel";

const columns =
  "@4xl:grid-cols-[minmax(8rem,13rem)_minmax(0,1fr)_8rem_6rem_6.5rem_7.5rem] @4xl:items-start @4xl:gap-x-5";

/** One row a step: everybody who reached the step before, split into reached, still open and dropped. */
export const FunnelChart = ({ picture }: { picture: FunnelPicture }) => (
  <div className="@container border-t">
    <div
      aria-hidden
      className={cn(
        "hidden border-b px-4 py-2 text-subtle text-xs @4xl:grid [&>:nth-child(n+3)]:text-right",
        columns,
      )}
    >
      <span>Step</span>
      <span>{picture.unit === "sessions" ? "Sessions" : "Visitors"} as a share of entries</span>
      <span>From previous</span>
      <span>From entry</span>
      <span>Median time</span>
      <span>Revenue</span>
    </div>
    <ol className="divide-y">
      {picture.rows.map((row) => (
        <Row key={row.number} row={row} />
      ))}
    </ol>
  </div>
);

const reachedLooks = { micro: "bg-micro", macro: "bg-macro", none: "bg-muted" } as const;

const Row = ({ row }: { row: FunnelRow }) => (
  <li className={cn("grid gap-y-2 px-4 py-3.5", columns, row.isOptional && "bg-sunken/40")}>
    <h3 className="flex min-w-0 gap-2 @4xl:pt-1">
      <span className="text-subtle tabular-nums">{row.number}</span>
      {row.isOptional ? <CornerDownRight aria-hidden className="mt-0.5 size-4 shrink-0 text-subtle" /> : null}
      <span className="min-w-0 break-words font-medium">
        {row.label} {row.isOptional ? <Badge className="align-middle">optional</Badge> : null}
      </span>
    </h3>
    <div className="min-w-0">
      <Bars row={row} />
      <Counts row={row} />
      {row.previous ? <p className="text-subtle text-xs tabular-nums">{row.previous.text}</p> : null}
      {row.leak ? (
        <p className={cn("mt-1 text-sm", row.leak.isLargest ? "text-bad" : "text-muted")}>
          {row.leak.isLargest ? "Largest leak: " : "Leaks "}
          <ExplainedText note={row.leak.note}>{row.leak.text}</ExplainedText>
        </p>
      ) : null}
    </div>
    <dl className="grid grid-cols-2 gap-x-4 gap-y-1.5 text-sm @md:grid-cols-4 @4xl:contents @4xl:text-base">
      <Figure label="From previous" hidden={row.fromPrevious.text === ""}>
        <ExplainedText note={row.fromPrevious.note}>{row.fromPrevious.text}</ExplainedText>
        {row.change ? (
          <ChangeText change={row.change} className="mt-1 block text-xs @4xl:ml-auto @4xl:text-right" />
        ) : null}
      </Figure>
      <Figure label="From entry">
        <ExplainedText note={row.fromEntry.note}>{row.fromEntry.text}</ExplainedText>
        {row.matured ? (
          <span className="mt-2 block text-muted text-xs">
            <ExplainedText note={row.matured.note}>matured {row.matured.text}</ExplainedText>
          </span>
        ) : null}
      </Figure>
      <Figure label="Median time" hidden={row.median.text === ""}>
        <ExplainedText note={row.median.note}>{row.median.text}</ExplainedText>
      </Figure>
      <Figure label="Revenue" hidden={row.revenue.text === ""}>
        <ExplainedText note={row.revenue.note}>{row.revenue.text}</ExplainedText>
      </Figure>
    </dl>
  </li>
);

const Counts = ({ row: { number: step, ...row } }: { row: FunnelRow }) => (
  <p className="mt-1.5 flex flex-wrap gap-x-3 text-sm tabular-nums">
    <PieceButton piece={{ step, kind: "reached" }} isEmpty={row.bar.reached === 0}>
      <span className="font-medium">{row.reached}</span>
      <span className="text-muted"> {row.reachedWords}</span>
    </PieceButton>
    {row.open === null ? null : (
      <PieceButton piece={{ step, kind: "open" }} className="text-muted">
        {row.open} still open
      </PieceButton>
    )}
    {row.dropped === null ? null : (
      <PieceButton piece={{ step, kind: "dropped" }} isEmpty={row.bar.dropped === 0} className="text-muted">
        {row.dropped} dropped
      </PieceButton>
    )}
  </p>
);

/** The bars are for the pointer: the counts under them say the same and carry the keyboard. */
const Bars = ({ row }: { row: FunnelRow }) => (
  <div aria-hidden className="space-y-0.5">
    <div className={cn("flex gap-px overflow-hidden rounded-xs bg-sunken", row.isOptional ? "h-3" : "h-7")}>
      <Piece row={row} kind="reached" looks={reachedLooks[row.tier ?? "none"]} />
      <Piece row={row} kind="open" looks="fill-hatched" />
      <Piece row={row} kind="dropped" looks="bg-dropped" />
    </div>
    {row.previous ? (
      <div className="h-1 rounded-xs bg-sunken">
        <div className="h-full rounded-xs bg-control" style={{ width: `${row.previous.share * 100}%` }} />
      </div>
    ) : null}
  </div>
);

/** A piece too thin to see is drawn one pixel wide: somebody is there. */
const Piece = ({
  row,
  kind,
  looks,
}: {
  row: FunnelRow;
  kind: "reached" | "open" | "dropped";
  looks: string;
}) =>
  row.bar[kind] <= 0 ? null : (
    <button
      type="button"
      tabIndex={-1}
      data-people={writePiece({ step: row.number, kind })}
      className={cn("min-w-px shrink-0 transition-opacity hover:opacity-75", looks)}
      style={{ width: `calc(${row.bar[kind] * 100}% - 1px)` }}
    />
  );

const Figure = ({
  label,
  hidden = false,
  children,
}: {
  label: string;
  hidden?: boolean;
  children: React.ReactNode;
}) => (
  <div className={cn("@4xl:pt-1 @4xl:text-right", hidden && "@max-4xl:hidden")}>
    <dt className="text-subtle text-xs @4xl:sr-only">{label}</dt>
    <dd className="tabular-nums">
      {hidden ? <span className="sr-only">not for the first step</span> : children}
    </dd>
  </div>
);
