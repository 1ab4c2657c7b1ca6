import { formatCount } from "@/components/charts/format";
import type { RepairPreview } from "@/lib/data-health/definition";

/** What a repair would do, in a sentence and the reasons that remain. */
export const PreviewWords = ({ preview }: { preview: RepairPreview }) => {
  const { waiting, tried, accepted, ignored, stillRejected } = preview;
  const whole =
    tried < waiting
      ? `the newest ${formatCount(tried)} of ${formatCount(waiting)} events`
      : `${formatCount(tried)} ${tried === 1 ? "event" : "events"}`;
  return (
    <div className="text-sm">
      <p>
        Of {whole}, <strong className="font-medium">{formatCount(accepted)} would be accepted</strong>
        {ignored > 0 ? `, ${formatCount(ignored)} ignored by your settings` : ""}.
        {accepted > 0 ? " Those that are stored already count as duplicates." : ""}
      </p>
      {stillRejected.length > 0 ? (
        <ul className="mt-1 ml-4.5 list-disc text-muted">
          {stillRejected.map(({ code, path, message, events }) => (
            <li key={`${code} ${path}`}>
              {formatCount(events)} still rejected{path ? ` (${path})` : ""}: {message}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
};
