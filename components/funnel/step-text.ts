import type { Matcher } from "@/lib/matching/definition";
import type { Exclusion, FunnelStep } from "@/lib/reports/funnel/definition";
import { writeMatcher } from "./matcher-text";
import { windowTextOf } from "./window-text";

/** The matcher of a step, without what a funnel adds. */
const matcherOf = ({ optional: _, withinMs: __, ...match }: FunnelStep): Matcher => match;

export const writeSteps = (steps: readonly FunnelStep[]): string =>
  steps
    .map((step) => {
      const within = step.withinMs === undefined ? "" : `within-${windowTextOf(step.withinMs)},`;
      return `${step.optional ? "optional," : ""}${within}${writeMatcher(matcherOf(step))}`;
    })
    .join("~");

/** The matcher of an exclusion, without where it counts. */
const excludedOf = ({ after: _, before: __, mode: ___, ...match }: Exclusion): Matcher => match;

export const writeExclusions = (exclude: readonly Exclusion[]): string | null =>
  exclude.length === 0
    ? null
    : exclude
        .map(
          (one) =>
            `${one.after}-${one.before},${one.mode === "discard" ? "discard," : ""}${writeMatcher(excludedOf(one))}`,
        )
        .join("~");
