import { splitUrlList, unescapeValue } from "@/components/filters/url-list";
import { type Matcher, matcher } from "@/lib/matching/definition";
import type { Exclusion, FunnelStep } from "@/lib/reports/funnel/definition";
import { readMatcher } from "./matcher-text";
import { maxSteps } from "./max-steps";
import { windowMsOf } from "./window-text";

const check = (value: unknown): Matcher | null => matcher.safeParse(value).data ?? null;

/**
 * Reads `goal:view~optional,goal:cart~within-30m,page:/thanks`; what makes no sense is handed back as it was written.
 */
export const readSteps = (text: string): { steps: FunnelStep[]; unread: string[] } => {
  const steps: FunnelStep[] = [];
  const unread: string[] = [];
  for (const entry of splitUrlList(text)) {
    const step = steps.length < maxSteps ? readStep(entry) : null;
    if (step) steps.push(step);
    else unread.push(unescapeValue(entry));
  }
  return { steps, unread };
};

const readStep = (entry: string): FunnelStep | null => {
  const [, optional, within, rest = ""] =
    /^(optional,)?(?:within-([1-9]\d*[a-z]+),)?(.+)$/s.exec(entry) ?? [];
  const read = readMatcher(rest, check);
  const withinMs = within === undefined ? undefined : windowMsOf(within);
  if (read === null || withinMs === null) return null;
  return {
    ...read,
    ...(optional ? { optional: true } : {}),
    ...(withinMs === undefined ? {} : { withinMs }),
  };
};

/** Reads `1-2,event:Removed~2-4,discard,goal:refund`: between which steps, and what must not happen there. */
export const readExclusions = (text: string): { exclude: Exclusion[]; unread: string[] } => {
  const exclude: Exclusion[] = [];
  const unread: string[] = [];
  for (const entry of splitUrlList(text)) {
    const [, after, before, discards, rest = ""] = /^(\d+)-(\d+),(discard,)?(.+)$/s.exec(entry) ?? [];
    const read = readMatcher(rest, check);
    if (read === null) unread.push(unescapeValue(entry));
    else
      exclude.push({
        ...read,
        after: Number(after),
        before: Number(before),
        ...(discards ? { mode: "discard" } : {}),
      });
  }
  return { exclude, unread };
};
