import { ChartFrame } from "@/components/charts/chart-frame";
import { csvLink } from "@/components/charts/csv-link";
import { DataTableView } from "@/components/charts/data-table-view";
import { ExplainedText } from "@/components/charts/explained-text";
import { IntervalMark } from "@/components/charts/interval-mark";
import { cn } from "@/components/ui/cn";
import { Table, Td, Th } from "@/components/ui/table";
import type { InFlight } from "./prepare-in-flight";

/** Who is on the way to the aim, where do they come from, and what will they bring? */
export const InFlightPanel = ({
  inFlight,
  aim,
  windowWords,
  who,
  fileWords,
}: {
  inFlight: InFlight;
  aim: string;
  /** "14 days". */
  windowWords: string;
  /** Segment and filters in words; null for everybody. */
  who: string | null;
  fileWords: readonly string[];
}) => {
  const { figures, rows, trust, notices, table } = inFlight;
  const title = `Who is on the way to ${aim}?`;
  return (
    <ChartFrame
      title={title}
      subtitle={`Now, whatever the range: visitors with a small step in the last ${windowWords} and no ${aim} since.${who ? ` ${who}.` : ""}`}
      summary={inFlight.sentence}
      table={<DataTableView label={title} table={table} />}
      csv={csvLink(table, "in flight", aim, ...fileWords)}
    >
      <dl className="grid gap-x-6 gap-y-4 border-t px-4 py-4 sm:grid-cols-3">
        {figures.map(({ label, text, note }) => (
          <div key={label}>
            <dt className="text-muted text-sm">{label}</dt>
            <dd className="mt-1 text-xl tabular-nums">{text}</dd>
            <dd className="mt-0.5 text-balance text-subtle text-xs tabular-nums">{note}</dd>
          </div>
        ))}
      </dl>
      {[...notices, ...(trust ? [trust] : [])].map((line) => (
        <p key={line} className="px-4 pb-3 text-muted text-sm">
          {line}
        </p>
      ))}
      {rows.length > 0 ? (
        <div className="border-t">
          <Sources inFlight={inFlight} label={`On the way to ${aim}, by channel`} />
        </div>
      ) : null}
    </ChartFrame>
  );
};

const Sources = ({
  inFlight: { rows, hasExpected, hasValue },
  label,
}: {
  inFlight: InFlight;
  label: string;
}) => (
  <Table label={label}>
    <thead>
      <tr>
        <Th>Channel</Th>
        <Th numeric>On the way</Th>
        <Th numeric>A week before</Th>
        {hasExpected ? (
          <>
            <Th numeric>Expected conversions</Th>
            <Th className="min-w-32">95 % interval</Th>
          </>
        ) : null}
        {hasValue ? <Th numeric>Expected value</Th> : null}
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr key={row.label}>
          <Td className={cn("max-w-72 truncate", row.isOther ? "text-muted" : "font-medium")}>{row.label}</Td>
          <Td numeric>{row.visitors}</Td>
          <Td numeric className="text-muted">
            {row.before}
          </Td>
          {hasExpected ? (
            <>
              <Td numeric>
                <ExplainedText note={row.conversions.note}>{row.conversions.text}</ExplainedText>
              </Td>
              <Td className="align-middle">{row.mark ? <IntervalMark {...row.mark} /> : null}</Td>
            </>
          ) : null}
          {hasValue ? (
            <Td numeric className="whitespace-nowrap">
              <ExplainedText note={row.value.note}>{row.value.text}</ExplainedText>
            </Td>
          ) : null}
        </tr>
      ))}
    </tbody>
  </Table>
);
