import { Download } from "lucide-react";
import Link from "next/link";
import { csvLink } from "@/components/charts/csv-link";
import { ExplainedText } from "@/components/charts/explained-text";
import { Button } from "@/components/ui/button";
import { Panel, PanelHeader } from "@/components/ui/panel";
import { Table, Td, Th } from "@/components/ui/table";
import { BreakdownPicker } from "./breakdown-picker";
import type { Breakdown } from "./prepare-breakdown";

/** Who leaves most? The groups of the funnel, one row each; null while it is not broken down. */
export const BreakdownPanel = ({
  breakdown,
  by,
  hrefOf,
  fileWords,
}: {
  breakdown: Breakdown | null;
  by: string | null;
  /** The same funnel with only this group in it. */
  hrefOf: (row: Breakdown["rows"][number]) => string | null;
  fileWords: readonly string[];
}) => (
  <Panel aria-label="Breakdown">
    <PanelHeader
      title="Who leaves most?"
      subtitle={
        breakdown
          ? `By the value at entry, ${breakdown.hasLeak ? "largest leak first" : `most ${breakdown.unit} first`}. An arrow marks the lowest rate of a step where it is clearly lower.`
          : "Choose a field to see the funnel by group."
      }
      actions={
        <>
          <BreakdownPicker by={by} />
          {breakdown ? <CsvButton breakdown={breakdown} fileWords={fileWords} /> : null}
        </>
      }
    />
    {breakdown === null ? null : breakdown.rows.length === 0 ? (
      <p className="border-t px-4 py-6 text-muted">Nobody entered, so there is nothing to break down.</p>
    ) : (
      <div className="border-t">
        <BreakdownTable breakdown={breakdown} hrefOf={hrefOf} />
      </div>
    )}
  </Panel>
);

const CsvButton = ({ breakdown, fileWords }: { breakdown: Breakdown; fileWords: readonly string[] }) => {
  const csv = csvLink(breakdown.table, "funnel by", breakdown.field, ...fileWords);
  return (
    <Button variant="ghost" size="sm" asChild>
      <a href={csv.href} download={csv.fileName}>
        <Download aria-hidden />
        CSV
      </a>
    </Button>
  );
};

const BreakdownTable = ({
  breakdown,
  hrefOf,
}: {
  breakdown: Breakdown;
  hrefOf: (row: Breakdown["rows"][number]) => string | null;
}) => (
  <Table label={`Funnel by ${breakdown.field}`}>
    <thead>
      <tr>
        <Th>{breakdown.field}</Th>
        <Th numeric>Entered, {breakdown.unit}</Th>
        {breakdown.stepLabels.map((label, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step may occur twice and its place is its name
          <Th key={i} numeric>
            → {label}
          </Th>
        ))}
        <Th numeric>From entry</Th>
        <Th className="min-w-32">95 % interval</Th>
        {breakdown.hasLeak ? <Th numeric>Leaks about</Th> : null}
      </tr>
    </thead>
    <tbody>
      {breakdown.rows.map((row) => (
        <tr key={row.label}>
          <Td className="max-w-64 truncate font-medium">
            <GroupName row={row} href={hrefOf(row)} />
          </Td>
          <Td numeric>{row.entered}</Td>
          {row.steps.map((step, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step may occur twice and its place is its name
            <Td key={i} numeric className="relative whitespace-nowrap">
              {step.isLowest ? (
                <span className="text-bad">
                  <span aria-hidden>↓ </span>
                  <span className="sr-only">lowest: </span>
                </span>
              ) : null}
              <ExplainedText note={step.note}>{step.text}</ExplainedText>
            </Td>
          ))}
          <Td numeric>
            <ExplainedText note={row.whole.note}>{row.whole.text}</ExplainedText>
          </Td>
          <Td className="align-middle">{row.whole.known ? <IntervalMark {...row.whole} /> : null}</Td>
          {breakdown.hasLeak ? <Td numeric>{row.leak}</Td> : null}
        </tr>
      ))}
    </tbody>
  </Table>
);

const GroupName = ({ row, href }: { row: Breakdown["rows"][number]; href: string | null }) =>
  href === null ? (
    row.label
  ) : (
    <Link
      href={href}
      prefetch={false}
      title={`Show only ${row.label}`}
      className="underline decoration-line underline-offset-4 hover:decoration-current"
    >
      {row.label}
    </Link>
  );

/** A rate and its interval on the scale that all rows share, from zero. */
const IntervalMark = ({ rate, low, high }: { rate: number; low: number; high: number }) => (
  <span aria-hidden className="relative block h-3 min-w-28 border-line border-l">
    <span
      className="absolute top-1/2 h-0.5 -translate-y-1/2 bg-control"
      style={{ left: `${low * 100}%`, width: `${(high - low) * 100}%` }}
    />
    <span
      className="absolute top-1/2 size-2 -translate-x-1/2 -translate-y-1/2 rounded-full bg-ink"
      style={{ left: `${rate * 100}%` }}
    />
  </span>
);
