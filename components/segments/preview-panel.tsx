import { divisionText, formatCount, formatPercent, formatRate } from "@/components/charts/format";
import { Sentence } from "@/components/goals/rule-sentence";
import { Notice } from "@/components/ui/notice";
import { Panel, PanelHeader } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import { Spinner } from "@/components/ui/spinner";
import type { LatestAnswer } from "@/components/ui/use-latest-answer";
import type { SegmentFilter } from "@/lib/matching/definition";
import { type Names, segmentInWords } from "./segment-in-words";
import type { SegmentPreview } from "./segment-preview";
import { ShareBar } from "./share-bar";

/** Whom the segment as it stands in the form keeps. */
export const PreviewPanel = ({
  filter,
  names,
  state: { numbers, asking, problem },
}: {
  /** `null` while it is not finished. */
  filter: SegmentFilter | null;
  names: Names;
  state: LatestAnswer<SegmentPreview>;
}) => (
  <Panel aria-label="Preview" className="lg:sticky lg:top-[calc(var(--top-bar)+1.25rem)]">
    <PanelHeader
      title="Preview"
      subtitle="Visitors of the last 28 days."
      actions={asking ? <Spinner label="Counting" className="text-subtle" /> : null}
    />
    <div className="grid lg:min-h-52 content-start gap-4 border-t px-4 py-4" aria-live="polite">
      {filter ? (
        <p className="text-sm">
          <Sentence pieces={segmentInWords(filter, names)} />
        </p>
      ) : (
        <p className="text-muted">Finish the conditions to see whom they keep.</p>
      )}
      {problem ? <Notice tone="bad">{problem}</Notice> : null}
      {filter && asking && !numbers ? (
        <div className="grid gap-2">
          <Skeleton className="h-9 w-28" />
          <Skeleton className="h-4 w-44" />
        </div>
      ) : null}
      {filter && numbers ? <Numbers numbers={numbers} /> : null}
    </div>
  </Panel>
);

const Numbers = ({ numbers: { visitors, all, aim } }: { numbers: SegmentPreview }) => (
  <dl className="grid gap-4">
    <div>
      <dt className="text-sm text-subtle">In the segment</dt>
      <dd className="font-semibold text-3xl tabular-nums tracking-tight">{formatCount(visitors)}</dd>
      <dd className="mt-1.5">
        <ShareBar share={all === 0 ? 0 : visitors / all} />
      </dd>
      <dd className="mt-1 text-sm text-subtle tabular-nums">
        {all === 0
          ? "No visitors in the last 28 days."
          : `${formatPercent(visitors / all)} of ${formatCount(all)} visitors`}
      </dd>
    </div>
    {aim ? (
      <div>
        <dt className="text-sm text-subtle">Reached {aim.name}</dt>
        <dd className="font-semibold text-xl tabular-nums tracking-tight">{formatRate(aim.inside)}</dd>
        <dd className="text-sm text-subtle tabular-nums">
          {aim.inside.rate === null ? "" : `${divisionText(aim.inside, "visitors")}. `}All visitors:{" "}
          {formatRate(aim.everyone)}.
        </dd>
      </div>
    ) : null}
    {visitors === 0 && all > 0 ? (
      <p className="text-muted text-sm">
        Nobody of the last 28 days fits. Check the spelling of values, or use fewer conditions.
      </p>
    ) : null}
  </dl>
);
