import { clock } from "@/lib/clock";

/** Idle projects are looked at once a minute: what is older than this was left to another instance since, or to nobody. */
const validMs = 120_000;

/** By project: for how long events had waited to be folded when this process looked last. */
const looks = new Map<string, { at: number; waitedMs: number }>();

/** Tells for how long a project's oldest event that is not folded has waited, ms; 0 where there is none. */
export const sawWaiting = (projectId: string, waitedMs: number): void => {
  looks.set(projectId, { at: clock.now(), waitedMs });
};

/**
 * The longest that any project's events had waited to be folded when this process looked last, ms. `null` where it did not
 * look lately: the background work is another instance's, or stands still.
 */
export const checkpointLagMs = (): number | null => {
  const since = clock.now() - validMs;
  let longest: number | null = null;
  for (const [projectId, { at, waitedMs }] of looks)
    if (at < since) looks.delete(projectId);
    else longest = Math.max(longest ?? 0, waitedMs);
  return longest;
};
