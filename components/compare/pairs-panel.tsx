import { Panel, PanelHeader } from "@/components/ui/panel";
import { VerdictText } from "./compare-plot";
import type { PairLine } from "./prepare-compare";
import { segmentFill } from "./segment-looks";

/** Every two rows beside each other, not only with the baseline. */
export const PairsPanel = ({ pairs }: { pairs: readonly PairLine[] }) => (
  <Panel aria-label="Every pair">
    <PanelHeader title="Every pair" subtitle="The same test between any two of them." />
    <ul className="divide-y border-t">
      {pairs.map(({ a, b, names, verdict }) => (
        <li key={names} className="grid gap-x-5 gap-y-1 px-4 py-2.5 md:grid-cols-[minmax(0,18rem)_1fr]">
          <p className="flex min-w-0 items-center gap-2 text-sm">
            <span aria-hidden className="flex shrink-0 gap-0.5">
              <span className={`size-2.5 rounded-xs ${segmentFill(b)}`} />
              <span className={`size-2.5 rounded-xs ${segmentFill(a)}`} />
            </span>
            <span className="min-w-0 truncate">{names}</span>
          </p>
          <VerdictText verdict={verdict} />
        </li>
      ))}
    </ul>
  </Panel>
);
