import Link from "next/link";
import type { Confluence } from "./prepare-confluence";

/** The confluence where there is no room for it: a bar for each small step, on one scale. */
export const ConfluenceList = ({
  confluence,
  funnelHrefs,
}: {
  confluence: Confluence;
  /** The funnel from each stream to the river, in their order. */
  funnelHrefs: readonly string[];
}) => (
  <ul className="space-y-4 px-4 pb-4">
    {confluence.streams
      .map((stream, i) => ({ ...stream, href: funnelHrefs[i] ?? "" }))
      .toSorted((a, b) => b.bar.reached - a.bar.reached)
      .map((stream) => (
        <li key={stream.key}>
          <p className="flex items-baseline justify-between gap-3 text-sm">
            <Link
              href={stream.href}
              prefetch={false}
              className="min-w-0 truncate py-0.5 font-medium underline decoration-line underline-offset-4"
            >
              {stream.name}
            </Link>
            <span className="shrink-0 font-medium text-micro-ink tabular-nums">{stream.rate}</span>
          </p>
          <div aria-hidden className="mt-1 flex h-3 overflow-hidden rounded-xs bg-sunken">
            <div className="bg-micro" style={{ width: `${stream.bar.converted * 100}%` }} />
            <div className="fill-hatched" style={{ width: `${stream.bar.open * 100}%` }} />
            <div
              className="bg-micro/26"
              style={{ width: `${(stream.bar.reached - stream.bar.converted - stream.bar.open) * 100}%` }}
            />
          </div>
          <p className="mt-1 text-muted text-xs tabular-nums">
            {stream.reach}
            {stream.median === null ? "" : ` · median ${stream.median}`}
            {stream.earned === null ? "" : ` · ${stream.earned}`}
          </p>
        </li>
      ))}
    <li className="border-t pt-3 text-sm">
      <span className="font-medium text-macro-ink">{confluence.river.name}</span>
      <span className="tabular-nums"> · {confluence.river.count}</span>
    </li>
  </ul>
);
