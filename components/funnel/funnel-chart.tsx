import { ChangeText } from "@/components/charts/change-text";
import { ExplainedText } from "@/components/charts/explained-text";
import { cn } from "@/components/ui/cn";
import type { FunnelPicture, FunnelRow } from "./prepare-funnel";

const columns =
  "@4xl:grid-cols-[minmax(8rem,13rem)_minmax(0,1fr)_7rem_5.5rem_6.5rem_7.5rem] @4xl:items-start @4xl:gap-x-5";

/** One row a step: everybody who reached the step before, split into reached, still open and dropped. */
export const FunnelChart = ({ picture }: { picture: FunnelPicture }) => (
  <div className="@container">
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
  <li className={cn("grid gap-y-2 px-4 py-3.5", columns)}>
    <h3 className="flex min-w-0 gap-2 @4xl:pt-1">
      <span className="text-subtle tabular-nums">{row.number}</span>
      <span className="min-w-0 break-words font-medium">{row.label}</span>
    </h3>
    <div className="min-w-0">
      <Bars row={row} />
      <p className="mt-1.5 flex flex-wrap gap-x-3 text-sm tabular-nums">
        <span>
          <span className="font-medium">{row.reached}</span>
          <span className="text-muted"> {row.reachedWords}</span>
        </span>
        {row.open === null ? null : <span className="text-muted">{row.open} still open</span>}
        {row.dropped === null ? null : <span className="text-muted">{row.dropped} dropped</span>}
      </p>
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

const Bars = ({ row }: { row: FunnelRow }) => (
  <div aria-hidden className="space-y-0.5">
    <div className="flex h-7 gap-px overflow-hidden rounded-xs bg-sunken">
      <Piece share={row.bar.reached} looks={reachedLooks[row.tier ?? "none"]} />
      <Piece share={row.bar.open} looks="fill-hatched" />
      <Piece share={row.bar.dropped} looks="bg-dropped" />
    </div>
    {row.previous ? (
      <div className="h-1 rounded-xs bg-sunken">
        <div className="h-full rounded-xs bg-control" style={{ width: `${row.previous.share * 100}%` }} />
      </div>
    ) : null}
  </div>
);

/** A piece too thin to see is drawn one pixel wide: somebody is there. */
const Piece = ({ share, looks }: { share: number; looks: string }) =>
  share <= 0 ? null : (
    <div className={cn("min-w-px shrink-0", looks)} style={{ width: `calc(${share * 100}% - 1px)` }} />
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
