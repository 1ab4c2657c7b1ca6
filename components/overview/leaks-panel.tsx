import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { ExplainedText } from "@/components/charts/explained-text";
import { Panel, PanelHeader } from "@/components/ui/panel";
import type { Leak } from "./prepare-leaks";

/** Where is most lost on the way? Each leak opens the funnel with only those in it. */
export const LeaksPanel = ({
  leaks,
  aim,
  path,
  hrefs,
}: {
  leaks: readonly Leak[];
  aim: string;
  /** "Product viewed → Added to cart → Purchase". */
  path: string;
  hrefs: readonly string[];
}) => (
  <Panel aria-label="Leaks">
    <PanelHeader
      title={`Where is most lost on the way to ${aim}?`}
      subtitle={`${path}, within 7 days. Of each step the device that loses most.`}
    />
    {leaks.length === 0 ? (
      <p className="border-t px-4 py-6 text-muted">Nobody has left yet: there is nothing to mend.</p>
    ) : (
      <ol className="grid border-t max-lg:divide-y lg:auto-cols-fr lg:grid-flow-col lg:divide-x">
        {leaks.map((leak, i) => (
          <li key={leak.step} className="relative px-4 py-3.5 hover:bg-hover/60">
            <Link
              href={hrefs[i] ?? ""}
              prefetch={false}
              className="-my-1 inline-block py-1 text-sm after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
            >
              <span className="font-medium">{leak.step}</span>
              <span className="text-muted"> {leak.where}</span>
            </Link>
            <p className="relative mt-1.5 flex flex-wrap items-baseline gap-x-3 tabular-nums">
              <span className="text-xl">
                <ExplainedText note={leak.note}>{leak.money ?? leak.rate}</ExplainedText>
              </span>
              {leak.money ? <span className="text-muted text-sm">{leak.rate}</span> : null}
              <ArrowRight aria-hidden className="ml-auto size-4 self-center text-subtle" />
            </p>
          </li>
        ))}
      </ol>
    )}
  </Panel>
);
