import { Download } from "lucide-react";
import Link from "next/link";
import { csvLink } from "@/components/charts/csv-link";
import { ExplainedText } from "@/components/charts/explained-text";
import { IntervalMark } from "@/components/charts/interval-mark";
import { Button } from "@/components/ui/button";
import { Panel, PanelHeader } from "@/components/ui/panel";
import { Table, Td, Th } from "@/components/ui/table";
import { BreakdownPicker } from "./breakdown-picker";
import type { At } from "./funnel-view";
import { PieceButton } from "./piece-button";
import type { Breakdown } from "./prepare-breakdown";

/** Who leaves most? The groups of the funnel, one row each; null while it is not broken down. */
export const BreakdownPanel = ({
  breakdown,
  by,
  at,
  steps,
  hrefOf,
  fileWords,
}: {
  breakdown: Breakdown | null;
  by: string | null;
  at: At;
  /** How many the funnel has. */
  steps: number;
  /** The same funnel with only this group in it. */
  hrefOf: (row: Breakdown["rows"][number]) => string | null;
  fileWords: readonly string[];
}) => (
  <Panel aria-label="Breakdown">
    <PanelHeader
      title="Who leaves most?"
      subtitle={
        breakdown
          ? `By the value ${atWords(at)}, ${breakdown.hasLeak ? "largest leak first" : `most ${breakdown.unit} first`}. An arrow marks the lowest rate of a step where it is clearly lower.`
          : "Choose a field to see the funnel by group."
      }
      actions={
        <div className="flex flex-wrap items-center gap-1.5">
          <BreakdownPicker by={by} at={at} steps={steps} />
          {breakdown ? <CsvButton breakdown={breakdown} fileWords={fileWords} /> : null}
        </div>
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

const atWords = (at: At): string => {
  if (typeof at === "object") return `at step ${at.step}`;
  return { entry: "at entry", last: "at the last step reached", first: "of the first touch" }[at];
};

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
          <Td numeric>
            <PieceButton piece={{ step: 1, kind: "reached", row: row.row }}>{row.entered}</PieceButton>
          </Td>
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
              <span className="mt-2 flex justify-end gap-x-2 text-subtle text-xs">
                <PieceButton
                  piece={{ step: i + 2, kind: "reached", row: row.row }}
                  isEmpty={step.reached === "0"}
                >
                  {step.reached} on
                </PieceButton>
                {step.dropped === null ? null : (
                  <PieceButton piece={{ step: i + 2, kind: "dropped", row: row.row }}>
                    {step.dropped} left
                  </PieceButton>
                )}
                {step.open === null ? null : (
                  <PieceButton piece={{ step: i + 2, kind: "open", row: row.row }}>
                    {step.open} open
                  </PieceButton>
                )}
              </span>
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
    <ExplainedText note={row.whyNot}>{row.label}</ExplainedText>
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
