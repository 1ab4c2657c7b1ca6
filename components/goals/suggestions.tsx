import { Plus } from "lucide-react";
import Link from "next/link";
import { formatCount } from "@/components/charts/format";
import { RuleSentence } from "./rule-sentence";
import type { Suggestion } from "./suggest-goals";
import { TierDot } from "./tier-dot";

/** Goals worth having; each opens the form filled in. */
export const Suggestions = ({ suggestions, base }: { suggestions: Suggestion[]; base: string }) => (
  <ul className="grid gap-2 text-left sm:grid-cols-2 lg:grid-cols-3">
    {suggestions.map(({ goal, events }) => (
      <li key={goal.key}>
        <Link
          href={`${base}/new?from=${goal.key}`}
          className="group flex h-full items-start gap-2.5 rounded-md border bg-surface px-3 py-2.5 transition-colors hover:bg-hover"
        >
          <TierDot tier={goal.tier} className="mt-[5px]" />
          <span className="min-w-0 flex-1">
            <span className="font-medium">{goal.name}</span>
            <span className="block text-sm">
              <RuleSentence match={goal.match} />
            </span>
            {events === null ? null : (
              <span className="block text-sm text-subtle">{formatCount(events)} events so far</span>
            )}
          </span>
          <Plus aria-hidden className="size-4 text-subtle group-hover:text-ink" />
        </Link>
      </li>
    ))}
  </ul>
);
