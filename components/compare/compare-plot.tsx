import { ArrowDown, ArrowUp, Minus } from "lucide-react";
import { ExplainedText } from "@/components/charts/explained-text";
import { cn } from "@/components/ui/cn";
import type { ComparePicture, CompareRow } from "./prepare-compare";
import { segmentFill } from "./segment-looks";
import type { Verdict } from "./verdict-words";

const columns =
  "@3xl:grid-cols-[minmax(8rem,13rem)_6rem_minmax(10rem,1fr)_minmax(14rem,1.15fr)] @3xl:gap-x-5";

/** One row a segment: what it reaches, its interval on the axis they share, and what can be said beside the baseline. */
export const ComparePlot = ({ picture }: { picture: ComparePicture }) => (
  <div className="@container">
    <ol className="divide-y border-t">
      {picture.rows.map((row) => (
        <Row key={row.name} row={row} picture={picture} />
      ))}
    </ol>
    <div aria-hidden className={cn("hidden px-4 pb-3 @3xl:grid", columns)}>
      <span className="@3xl:col-start-3">
        <Axis picture={picture} />
      </span>
    </div>
    <div aria-hidden className="px-4 pb-3 @3xl:hidden">
      <Axis picture={picture} />
    </div>
  </div>
);

const Row = ({ row, picture }: { row: CompareRow; picture: ComparePicture }) => (
  <li className={cn("grid gap-y-2 px-4 py-3.5", columns)}>
    <div className="flex min-w-0 items-start gap-2.5">
      <span aria-hidden className={cn("mt-1 size-3 shrink-0 rounded-xs", segmentFill(row.place))} />
      <div className="min-w-0">
        <h3 className="break-words font-medium">{row.name}</h3>
        <p className="text-subtle text-xs tabular-nums">{row.division}</p>
        {row.open ? <p className="text-subtle text-xs tabular-nums">{row.open}</p> : null}
      </div>
    </div>
    <p className="font-medium text-lg tabular-nums @3xl:text-right">
      <ExplainedText note={row.value.note}>{row.value.text}</ExplainedText>
    </p>
    <Mark row={row} picture={picture} />
    {row.verdict ? (
      <VerdictText verdict={row.verdict} />
    ) : (
      <p className="text-subtle text-sm">Baseline: the others are compared with it.</p>
    )}
  </li>
);

/** Dot and interval. The baseline's value goes through all rows as a thin line. */
const Mark = ({ row, picture }: { row: CompareRow; picture: ComparePicture }) => (
  <div aria-hidden className="relative h-6 min-w-0 border-line border-l @3xl:h-auto @3xl:self-stretch">
    {picture.axis.slice(1).map(({ at }) => (
      <span
        key={at}
        className="absolute inset-y-0 border-line border-l border-dotted"
        style={{ left: `${at * 100}%` }}
      />
    ))}
    {picture.baselineAt === null ? null : (
      <span
        className="absolute inset-y-0 border-muted border-l border-dashed @3xl:-inset-y-3.5"
        style={{ left: `${picture.baselineAt * 100}%` }}
      />
    )}
    {row.mark === null ? null : (
      <>
        <span
          className={cn(
            "absolute top-3 h-1 -translate-y-1/2 rounded-full opacity-70",
            segmentFill(row.place),
          )}
          style={{
            left: `${row.mark.low * 100}%`,
            width: `max(2px, ${(row.mark.high - row.mark.low) * 100}%)`,
          }}
        />
        <span
          className={cn(
            "absolute top-3 size-3.5 -translate-x-1/2 -translate-y-1/2 rounded-full ring-2 ring-surface",
            segmentFill(row.place),
          )}
          style={{ left: `${row.mark.at * 100}%` }}
        />
      </>
    )}
  </div>
);

const Axis = ({ picture: { axis, baselineAt, baseline } }: { picture: ComparePicture }) => (
  <span className="relative block h-9 text-subtle text-xs tabular-nums">
    {axis.map(({ at, text }, i) => (
      <span
        key={at}
        className={cn(
          "absolute top-1 whitespace-nowrap",
          i === 0 ? "" : i === axis.length - 1 ? "-translate-x-full" : "-translate-x-1/2",
        )}
        style={{ left: `${at * 100}%` }}
      >
        {text}
      </span>
    ))}
    {baselineAt === null ? null : (
      <span
        className={cn(
          "absolute top-5 max-w-40 truncate text-muted",
          baselineAt > 0.8 ? "-translate-x-full" : baselineAt < 0.2 ? "" : "-translate-x-1/2",
        )}
        style={{ left: `${baselineAt * 100}%` }}
      >
        ┆ {baseline}
      </span>
    )}
  </span>
);

const looks = {
  higher: { Icon: ArrowUp, tone: "text-good" },
  lower: { Icon: ArrowDown, tone: "text-bad" },
  open: { Icon: Minus, tone: "text-muted" },
} as const;

/** What can be said, and what it would take to say more. Tinted only where chance is ruled out. */
export const VerdictText = ({ verdict: { kind, text, needs, shared, note } }: { verdict: Verdict }) => {
  const { Icon, tone } = looks[kind];
  return (
    <div className="grid min-w-0 content-start gap-0.5 text-sm tabular-nums">
      <p className={cn("flex items-start gap-1.5", tone)}>
        <Icon aria-hidden className="mt-px size-4 shrink-0" />
        <ExplainedText note={note} className="min-w-0 text-left">
          {text}
        </ExplainedText>
      </p>
      {needs ? <p className="pl-5.5 text-muted">{needs}</p> : null}
      {shared ? <p className="pl-5.5 text-subtle">{shared}</p> : null}
    </div>
  );
};
