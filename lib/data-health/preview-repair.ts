import type { ProjectScope } from "@/db/scope";
import { ingestionSettings } from "@/lib/ingestion/settings-store";
import type { RepairPreview, RepairRequest, StillRejected } from "./definition";
import { parseEvent } from "./parse-event";
import { printJson } from "./print-json";
import { countWaiting, newestWaiting } from "./rejected-store";
import { type Tried, tryRepair } from "./try-repair";

const mostTried = 500;

const refusalsOf = (tried: readonly Tried[]): StillRejected[] => {
  const found = new Map<string, StillRejected>();
  for (const { outcome } of tried) {
    if (typeof outcome === "string") continue;
    const name = `${outcome.code} ${outcome.path}`;
    const known = found.get(name);
    if (known) known.events++;
    else found.set(name, { ...outcome, events: 1 });
  }
  return [...found.values()].sort((a, b) => b.events - a.events);
};

const exampleOf = (tried: readonly Tried[]): RepairPreview["example"] => {
  const shown = tried.find(({ outcome }) => outcome === "accepted") ?? tried[0];
  if (!shown) return null;
  const { event, message } = shown;
  return {
    before: message ? printJson(parseEvent(event.payload)) : event.payload,
    after: message ? printJson(message) : "",
  };
};

/**
 * What a repair would do to the events that were rejected for a reason, without writing anything: the newest 500 are
 * tried. Whether one is stored already, and counts as a duplicate, shows only when it is sent.
 */
export const previewRepair = async (
  scope: ProjectScope,
  { code, repair, until }: RepairRequest,
): Promise<RepairPreview> => {
  const [settings, waiting, events] = await Promise.all([
    ingestionSettings(scope),
    countWaiting(scope, { code, until }),
    newestWaiting(scope, { code, until, limit: mostTried }),
  ]);
  const tried = events.map((event) => tryRepair(scope, settings, event, repair));
  const counted = (wanted: string) => tried.filter(({ outcome }) => outcome === wanted).length;
  return {
    waiting,
    tried: tried.length,
    accepted: counted("accepted"),
    ignored: counted("ignored"),
    stillRejected: refusalsOf(tried),
    example: exampleOf(tried),
  };
};
