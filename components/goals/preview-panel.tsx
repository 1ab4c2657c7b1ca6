import type { ReactNode } from "react";
import { divisionText, formatCount, formatRate } from "@/components/charts/format";
import { Notice } from "@/components/ui/notice";
import { Panel, PanelHeader } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import { Spinner } from "@/components/ui/spinner";
import type { LatestAnswer } from "@/components/ui/use-latest-answer";
import type { Tier } from "@/lib/goals/definition";
import type { Matcher } from "@/lib/matching/definition";
import type { GoalPreview } from "./goal-preview";
import { RuleSentence } from "./rule-sentence";

const Figure = ({ label, children, note }: { label: string; children: ReactNode; note?: ReactNode }) => (
  <div>
    <dt className="text-sm text-subtle">{label}</dt>
    <dd className="font-semibold text-xl tabular-nums tracking-tight">{children}</dd>
    {note ? <dd className="text-sm text-subtle">{note}</dd> : null}
  </div>
);

const signed = (change: number): string =>
  change === 0 ? "no change" : `${change > 0 ? "+" : "−"}${formatCount(Math.abs(change))}`;

const against = (saved: GoalPreview | null, now: number, of: "conversions" | "converters") =>
  saved ? `saved: ${formatCount(saved[of])} (${signed(now - saved[of])})` : undefined;

/** What the goal as it stands in the form would have counted, beside what the saved one did. */
export const PreviewPanel = ({
  match,
  tier,
  state: { numbers, asking, problem },
  saved,
}: {
  /** `null` while the rule is not finished. */
  match: Matcher | null;
  tier: Tier;
  state: LatestAnswer<GoalPreview>;
  saved: GoalPreview | null;
}) => (
  <Panel aria-label="Preview" className="lg:sticky lg:top-[calc(var(--top-bar)+1.25rem)]">
    <PanelHeader
      title="Preview"
      subtitle="Last 28 days, from events already stored."
      actions={asking ? <Spinner label="Counting" className="text-subtle" /> : null}
    />
    <div className="grid gap-4 border-t px-4 py-4" aria-live="polite">
      {match ? (
        <p className="text-sm">
          <RuleSentence match={match} />
        </p>
      ) : (
        <p className="text-muted">Finish the rule to see what it would have counted.</p>
      )}
      {problem ? <Notice tone="bad">{problem}</Notice> : null}
      {match && asking && !numbers ? (
        <div className="grid gap-2">
          <Skeleton className="h-7 w-24" />
          <Skeleton className="h-4 w-40" />
          <Skeleton className="h-7 w-24" />
        </div>
      ) : null}
      {numbers ? (
        <dl className="grid gap-3">
          <Figure label="Conversions" note={against(saved, numbers.conversions, "conversions")}>
            <span className={tier === "macro" ? "text-macro-ink" : "text-micro-ink"}>
              {formatCount(numbers.conversions)}
            </span>
          </Figure>
          <Figure label="Visitors who converted" note={against(saved, numbers.converters, "converters")}>
            {formatCount(numbers.converters)}
          </Figure>
          <Figure label="Share of visitors" note={divisionText(numbers.rate, "visitors")}>
            {formatRate(numbers.rate)}
          </Figure>
          {numbers.value.length > 0 ? <Figure label="Value">{numbers.value.join(" + ")}</Figure> : null}
        </dl>
      ) : null}
      {numbers?.conversions === 0 && !asking ? (
        <p className="text-muted text-sm">
          Nothing in the last 28 days satisfies this rule. Check the spelling, or save it and wait for the
          first one.
        </p>
      ) : null}
    </div>
  </Panel>
);
