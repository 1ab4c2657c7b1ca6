import type { ProjectSlugs } from "@/lib/auth/authorize";

/** Where a visitor's timeline is. */
export const journeyAddress = ({ org, project }: ProjectSlugs, visitorId: string): string =>
  `/${org}/${project}/journeys/${encodeURIComponent(visitorId)}`;
