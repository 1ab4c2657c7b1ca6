import { arrivalsShown } from "@/components/data/data-params";
import { authorizeProject, type ProjectSlugs } from "@/lib/auth/authorize";
import { latestArrivals } from "@/lib/data-health/stream-store";

/** What arrived last, for the page that shows it come in. */
export const GET = async (_request: Request, { params }: { params: Promise<ProjectSlugs> }) => {
  const { scope } = await authorizeProject(await params);
  const arrivals = await latestArrivals(scope, { limit: arrivalsShown });
  return Response.json({ arrivals }, { headers: { "cache-control": "no-store" } });
};
