import type { ProjectScope } from "@/db/scope";
import { saveAdCosts } from "@/lib/ad-costs/store";
import { addDays, localDate, startOfDate } from "@/lib/calendar/local-date";
import { clock } from "@/lib/clock";
import { inFlight } from "@/lib/importing/in-flight";
import { appendEvents } from "@/lib/ingestion/store";
import { demoAdCosts } from "./ad-costs";
import { demoLogin, ensureDemoProject } from "./ensure-demo-project";
import { demoTimezone, simulate } from "./simulate";
import { readDemoSpan } from "./store";
import { type DemoEvent, visitorMessages } from "./visit";

const seededDays = 90;
const batchSize = 2500;
const daySoFar = 24 * 3_600_000;

const append = async (scope: ProjectScope, events: readonly DemoEvent[]): Promise<number> =>
  (
    await appendEvents(
      scope,
      "import",
      events.map(({ message }) => message),
    )
  ).accepted;

/**
 * Writes what is missing of the demo's events up to now, of the last `days` at most, in the order of their time, and what
 * its advertising cost up to yesterday. Answers how many events were new.
 */
export const fillDemo = async (
  scope: ProjectScope,
  {
    days = seededDays,
    onProgress = () => {},
  }: { days?: number; onProgress?: (message: string) => void } = {},
): Promise<number> => {
  const now = clock.now();
  const span = await readDemoSpan(scope, visitorMessages);
  const today = localDate(now, demoTimezone);
  const earliest = addDays(today, 1 - days);
  const opened = span ? localDate(span.first, demoTimezone) : earliest;
  const since = Math.max(span?.last ?? 0, startOfDate(earliest, demoTimezone));
  if (now - since > daySoFar) onProgress("Writing the demo's events …");
  let added = 0;
  const batches = inFlight<number>(2, (count) => {
    added += count;
  });
  for (const day of simulate({ opened, since, until: now }))
    for (let at = 0; at < day.length; at += batchSize)
      await batches.add(append(scope, day.slice(at, at + batchSize)));
  await batches.finish();
  await saveAdCosts(scope, demoAdCosts({ from: opened, to: today }));
  return added;
};

/**
 * Makes sure that the demo is there and reaches up to now: a shop with three months of believable visits, and an
 * account to look at it. Safe at every start and in several processes at once, since every event has its own fixed
 * id. `null` when its address belongs to somebody else. `onProgress` gets lines for people.
 */
export const ensureDemo = async (
  onProgress: (message: string) => void,
  { days }: { days?: number } = {},
): Promise<{ email: string; password: string; url: string } | null> => {
  const account = await ensureDemoProject();
  if (!account) {
    onProgress("There is no demo: the organisation /demo is somebody else's.");
    return null;
  }
  const added = await fillDemo(account.scope, { days, onProgress });
  if (added > 0) onProgress(`The demo has ${added.toLocaleString("en")} new events.`);
  return { ...demoLogin, url: account.url };
};
