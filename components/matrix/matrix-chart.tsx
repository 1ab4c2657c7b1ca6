"use client";

import { ChevronRight } from "lucide-react";
import { useQueryState } from "nuqs";
import { Fragment, useId, useState } from "react";
import { ExplainedText } from "@/components/charts/explained-text";
import { cn } from "@/components/ui/cn";
import { matrixParams } from "./matrix-params";
import type { CellPicture, MatrixPicture, RowPicture } from "./prepare-matrix";
import { isSort, type Sort, sortRows } from "./sort-rows";

/** Columns of the wide form: name, reach, one a macro goal, money. */
const template = (macros: number, hasMoney: boolean): string =>
  `minmax(11rem,1.3fr) 5rem repeat(${macros}, minmax(8.5rem,1fr))${hasMoney ? " 6.5rem 7rem" : ""}`;

/** One row a micro goal: its reach, a cell for each macro goal, and what it earns. A row opens to everything known. */
export const MatrixChart = ({ picture, sort: asked }: { picture: MatrixPicture; sort: Sort }) => {
  const [text] = useQueryState("sort", matrixParams.sort);
  const sort = text !== null && isSort(text) ? text : asked;
  const { macros, hasMoney, aimName } = picture;
  return (
    <div
      className="@container"
      style={{ "--matrix": template(macros.length, hasMoney) } as React.CSSProperties}
    >
      <div
        aria-hidden
        className="hidden gap-x-4 border-t border-b bg-sunken/60 px-4 py-2 text-subtle text-xs @3xl:grid @3xl:grid-cols-(--matrix)"
      >
        <span>Micro goal</span>
        <span className="text-right">Reached</span>
        {macros.map(({ key, name }) => (
          <span key={key} className="truncate">
            Lift to {name}
          </span>
        ))}
        {hasMoney ? (
          <>
            <span className="text-right" title={`${aimName}, a visitor who did it`}>
              Earned a visitor
            </span>
            <span className="text-right">Over baseline</span>
          </>
        ) : null}
      </div>
      {sortRows(picture.rows, sort).map(({ stage, rows }) => (
        <Fragment key={stage ?? "all"}>
          {stage === null ? null : (
            <h3 className="border-b bg-sunken/60 px-4 py-1 text-muted text-xs">{stage}</h3>
          )}
          <ul className="divide-y border-b last:border-b-0">
            {rows.map((row) => (
              <Row key={row.key} row={row} picture={picture} showsStage={stage === null} />
            ))}
          </ul>
        </Fragment>
      ))}
    </div>
  );
};

const Row = ({
  row,
  picture,
  showsStage,
}: {
  row: RowPicture;
  picture: MatrixPicture;
  showsStage: boolean;
}) => {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  return (
    <li className="px-4 py-3">
      <div className="grid gap-x-4 gap-y-2.5 @3xl:grid-cols-(--matrix) @3xl:items-start">
        <div className="min-w-0">
          <h4>
            <button
              type="button"
              aria-expanded={isOpen}
              aria-controls={id}
              onClick={() => setOpen(!isOpen)}
              className="-my-1 flex w-full min-w-0 items-start gap-1.5 rounded-sm py-1 text-left hover:bg-hover"
            >
              <ChevronRight
                aria-hidden
                className={cn(
                  "mt-0.5 size-4 shrink-0 text-subtle transition-transform",
                  isOpen && "rotate-90",
                )}
              />
              <span
                className={cn(
                  "min-w-0 break-words font-medium",
                  row.isVanity && "text-muted line-through decoration-1 decoration-subtle",
                )}
              >
                {row.name}
              </span>
            </button>
          </h4>
          {showsStage ? <p className="ml-5.5 text-subtle text-xs">{row.stage}</p> : null}
          {row.reason ? <p className="ml-5.5 text-muted text-xs">{row.reason}</p> : null}
        </div>
        <div className="flex items-baseline gap-2 text-sm tabular-nums max-@3xl:ml-5.5 @3xl:block @3xl:text-right">
          <span className="text-subtle text-xs @3xl:sr-only">Reached</span>
          <ExplainedText note={row.reach.note}>{row.reach.text}</ExplainedText>
          {row.open ? <span className="block text-subtle text-xs">{row.open}</span> : null}
        </div>
        {row.cells.map((cell) => (
          <Cell key={cell.macro} cell={cell} one={picture.one} />
        ))}
        {picture.hasMoney ? (
          <>
            <Money label="Earned a visitor" {...row.earned} />
            <Money label="Over baseline" {...row.overBaseline} strong />
          </>
        ) : null}
      </div>
      <div id={id} hidden={!isOpen}>
        {isOpen ? <Details row={row} /> : null}
      </div>
    </li>
  );
};

const Money = ({
  label,
  text,
  note,
  strong = false,
}: {
  label: string;
  text: string;
  note: string | null;
  strong?: boolean;
}) => (
  <p className="flex items-baseline gap-2 text-sm tabular-nums max-@3xl:ml-5.5 @3xl:block @3xl:text-right">
    <span className="text-subtle text-xs @3xl:sr-only">{label}</span>
    <ExplainedText note={note} className={strong ? "font-medium" : ""}>
      {text}
    </ExplainedText>
  </p>
);

const heats = {
  up: ["", "bg-good/8", "bg-good/14", "bg-good/20", "bg-good/26"],
  down: ["", "bg-bad/8", "bg-bad/14", "bg-bad/20", "bg-bad/26"],
  none: ["bg-sunken"],
} as const;

/** How many times as often, its interval on the axis of all cells, and what is left among comparable sessions. */
const Cell = ({ cell, one }: { cell: CellPicture; one: number }) => (
  <div
    className={cn(
      "min-w-0 rounded-sm px-2.5 py-1.5 max-@3xl:ml-5.5",
      heats[cell.tone][cell.strength] ?? "bg-sunken",
    )}
  >
    <p className="flex items-baseline justify-between gap-2">
      <span className="truncate text-muted text-xs @3xl:sr-only">Lift to {cell.macroName}</span>
      <ExplainedText
        note={cell.lift.note}
        className={cn("font-medium tabular-nums", cell.isVanity && "text-muted line-through decoration-1")}
      >
        {cell.lift.text}
      </ExplainedText>
    </p>
    <LiftMark mark={cell.mark} one={one} />
    <p className="mt-1 text-muted text-xs tabular-nums">{cell.adjusted}</p>
  </div>
);

const LiftMark = ({ mark, one }: { mark: CellPicture["mark"]; one: number }) => (
  <span aria-hidden className="relative mt-1 block h-2.5">
    <span className="absolute top-1/2 h-px w-full bg-edge" />
    <span className="absolute inset-y-0 w-px bg-muted" style={{ left: `${one * 100}%` }} />
    {mark === null ? null : (
      <>
        <span
          className="absolute top-1/2 h-1 -translate-y-1/2 rounded-full bg-muted"
          style={{ left: `${mark.low * 100}%`, width: `max(2px, ${(mark.high - mark.low) * 100}%)` }}
        />
        <span
          className="absolute top-1/2 size-2 -translate-x-1/2 -translate-y-1/2 rounded-full bg-ink"
          style={{ left: `${mark.at * 100}%` }}
        />
      </>
    )}
  </span>
);

const Details = ({ row }: { row: RowPicture }) => (
  <div className="mt-3 ml-5.5 grid gap-4">
    {row.cells.map(({ macro, macroName, reason, details }) => (
      <section key={macro} aria-label={`${row.name} and ${macroName}`} className="rounded-md border">
        <header className="flex flex-wrap items-baseline gap-x-3 border-b bg-sunken/60 px-3 py-2">
          <h5 className="font-medium text-sm">To {macroName}</h5>
          <p className="text-muted text-sm">{reason}</p>
        </header>
        <dl className="grid gap-x-6 gap-y-3 px-3 py-3 @md:grid-cols-2 @4xl:grid-cols-4">
          {details.map(({ label, value, note }) => (
            <div key={label}>
              <dt className="text-subtle text-xs">{label}</dt>
              <dd className="font-medium tabular-nums">{value}</dd>
              {note ? <dd className="text-muted text-xs tabular-nums">{note}</dd> : null}
            </div>
          ))}
        </dl>
      </section>
    ))}
  </div>
);
