import { Check, TriangleAlert } from "lucide-react";
import { formatCount } from "@/components/charts/format";
import { Notice } from "@/components/ui/notice";
import { Panel } from "@/components/ui/panel";
import type { LedgerCheck, LedgerMismatch } from "@/lib/data-health/ledger-store";
import { type Span, spanWords } from "./data-params";
import type { Arrivals } from "./prepare-arrivals";

const plural = (count: number, one: string, many: string): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** "In the last 24 hours 12,345 events were received: 12,001 accepted, …". */
const sentenceOf = ({ sums }: Arrivals, span: Span): string => {
  const { received, accepted, duplicate, ignored, rejected } = sums;
  const start = `In ${spanWords[span]}`;
  if (received === 0) return `${start} nothing was received.`;
  const parts = [
    `${formatCount(accepted)} accepted`,
    plural(duplicate, "duplicate", "duplicates"),
    `${formatCount(ignored)} ignored`,
    `${formatCount(rejected)} rejected`,
  ];
  return `${start} ${plural(received, "event was", "events were")} received: ${parts.join(", ")}.`;
};

const mismatchText = ({ received, explained, accepted, stored }: LedgerMismatch): string => {
  const parts = [
    received === explained
      ? null
      : `${formatCount(received)} received, but ${formatCount(explained)} explained`,
    accepted === stored ? null : `${formatCount(accepted)} accepted, but ${formatCount(stored)} stored`,
  ];
  return parts.filter((part) => part !== null).join("; ");
};

/** What happened, and whether it adds up. */
export const Headline = ({
  arrivals,
  span,
  check,
  timezone,
}: {
  arrivals: Arrivals;
  span: Span;
  check: LedgerCheck | null;
  timezone: string;
}) => {
  const time = new Intl.DateTimeFormat("en-GB", {
    ...{ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
    timeZone: timezone,
  });
  const mismatches = check?.mismatches ?? [];
  const fine = arrivals.addsUp && mismatches.length === 0;
  return (
    <Panel aria-label="Balance" className="px-4 py-4">
      <p className="text-balance text-lg">{sentenceOf(arrivals, span)}</p>
      {fine ? (
        <p className="mt-1 flex items-start gap-1.5 text-muted text-sm">
          <Check aria-hidden className="mt-px size-4 shrink-0 text-good" />
          <span>
            {check
              ? `Adds up: compared with what is stored, checked ${time.format(new Date(check.checkedAt))}.`
              : "Adds up. The comparison with what is stored comes once an hour is over."}
          </span>
        </p>
      ) : (
        <Notice tone="bad" className="mt-3">
          <p className="flex items-center gap-1.5 font-medium">
            <TriangleAlert aria-hidden className="size-4" />
            The numbers do not add up. Tell whoever runs this installation.
          </p>
          <ul className="mt-1 ml-5.5 list-disc">
            {arrivals.addsUp ? null : <li>What was received is not what became of it.</li>}
            {mismatches.map((mismatch) => (
              <li key={mismatch.at}>
                {time.format(new Date(mismatch.at))}: {mismatchText(mismatch)}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </Panel>
  );
};
