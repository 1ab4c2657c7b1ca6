import { ExplainedText } from "@/components/charts/explained-text";
import { cn } from "@/components/ui/cn";
import type { Tier } from "@/lib/goals/definition";
import type { RetentionCell, RetentionPicture, RetentionRow } from "./prepare-retention";

const inks: Record<Tier | "none", string> = {
  micro: "var(--micro)",
  macro: "var(--macro)",
  none: "var(--muted)",
};

/** The darkest cell still carries text well. */
const darkest = 38;

/** A row a cohort, a column a period: the darker, the more came back; hatched while a period is not over. */
export const RetentionTable = ({
  title,
  picture: { periods, average, cohorts },
  tier,
}: {
  title: string;
  picture: RetentionPicture;
  /** Coming back reaches a goal of this tier. */
  tier: Tier | null;
}) => (
  <section
    aria-label={title}
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable with the keyboard
    tabIndex={0}
    className="overflow-x-auto border-t"
  >
    <table className="w-full border-separate border-spacing-0.5 p-2 text-sm tabular-nums">
      <thead>
        <tr className="text-subtle text-xs">
          <th scope="col" className="px-2 py-1.5 text-left font-normal">
            First
          </th>
          <th scope="col" className="px-2 py-1.5 text-right font-normal">
            Visitors
          </th>
          {periods.map((period) => (
            <th key={period} scope="col" className="whitespace-nowrap px-2 py-1.5 text-center font-normal">
              {period}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <Row row={average} ink={inks[tier ?? "none"]} isAverage />
        {cohorts.map((row) => (
          <Row key={row.label} row={row} ink={inks[tier ?? "none"]} />
        ))}
      </tbody>
    </table>
  </section>
);

const Row = ({ row, ink, isAverage = false }: { row: RetentionRow; ink: string; isAverage?: boolean }) => (
  <tr className={isAverage ? "font-medium" : ""}>
    <th
      scope="row"
      className={cn("whitespace-nowrap px-2 py-1 text-left", isAverage ? "font-medium" : "font-normal")}
    >
      <ExplainedText note={row.note}>
        {row.label}
        {row.note ? " *" : ""}
      </ExplainedText>
    </th>
    <td className="px-2 py-1 text-right text-muted">{row.size}</td>
    {row.cells.map((cell, period) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the place is the period
      <Cell key={period} cell={cell} ink={ink} isFirst={period === 0} />
    ))}
  </tr>
);

const Cell = ({ cell, ink, isFirst }: { cell: RetentionCell; ink: string; isFirst: boolean }) => (
  <td
    className={cn("h-9 min-w-16 rounded-xs px-1.5 text-center", cell.kind === "open" && "fill-hatched")}
    style={
      cell.kind === "rate"
        ? {
            background: `color-mix(in oklch, ${ink} ${isFirst ? 6 : Math.round(4 + cell.strength * darkest)}%, var(--surface))`,
          }
        : undefined
    }
  >
    {cell.text === "" ? null : (
      <ExplainedText
        note={cell.note}
        className={cell.kind === "open" ? "rounded-xs bg-surface px-1 text-muted" : ""}
      >
        {cell.text}
      </ExplainedText>
    )}
  </td>
);
