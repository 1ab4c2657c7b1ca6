import type { LatestEvent } from "@/components/setup/use-latest-event";
import { authorizeProject, type ProjectSlugs } from "@/lib/auth/authorize";
import { clock } from "@/lib/clock";
import { latestEvent } from "@/lib/journeys/latest-event-store";

/** What arrived last, for the set-up page that waits for it. */
export const GET = async (_request: Request, { params }: { params: Promise<ProjectSlugs> }) => {
  const { scope } = await authorizeProject(await params);
  const event = await latestEvent(scope);
  const answer: LatestEvent = event && {
    name: event.name,
    ageMs: Math.max(0, clock.now() - Date.parse(event.receivedAt)),
  };
  return Response.json({ event: answer });
};
