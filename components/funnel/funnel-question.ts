import type { Report } from "@/components/filters/load-report";
import { commonOf } from "@/components/filters/report-view";
import type { SegmentFilter } from "@/lib/matching/definition";
import type { FunnelQuestion } from "@/lib/reports/funnel/definition";
import type { FunnelView } from "./funnel-view";

/** At most so many groups of a breakdown; the rest is "Other". */
const mostGroups = 12;

const both = (a: SegmentFilter | undefined, b: SegmentFilter | undefined): SegmentFilter | undefined =>
  a && b ? { and: [a, b] } : (a ?? b);

/** The question that the page asks, and that the people behind its numbers are asked with. `asOf` keeps both the same. */
export const funnelQuestionOf = (
  { view }: Pick<Report, "view">,
  { definition, by, at, saved }: FunnelView,
  asOf: string,
): FunnelQuestion => {
  const { segment: mine, ...common } = commonOf(view);
  const segment = both(mine, saved?.question.segment);
  return {
    ...common,
    ...definition,
    ...(segment ? { segment } : {}),
    asOf,
    ...(by === null ? {} : { breakdown: { by, at, limit: mostGroups } }),
  };
};
