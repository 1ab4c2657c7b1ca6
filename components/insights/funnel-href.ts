import { funnelSearch, paramsOf } from "@/components/funnel/funnel-search";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import type { Finding } from "@/lib/reports/insights/definition";

/** The page of a funnel about the same visits; `search` is the query text of the report. */
export const funnelHref = (
  { org, project }: ProjectSlugs,
  search: string,
  { breakdown, ...funnel }: NonNullable<Finding["funnel"]>,
): string =>
  `/${org}/${project}/funnels${funnelSearch(search, { ...paramsOf(funnel), by: breakdown?.by ?? null })}`;
