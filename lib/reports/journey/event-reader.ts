import { eventFlags } from "@/lib/journeys/event-flags";
import { codeAt, type Journey } from "@/lib/journeys/journey";
import type { Part } from "@/lib/journeys/part";
import { openScan, type Scan } from "@/lib/journeys/scan";
import { automaticEvents } from "../automatic-events";
import type { ReportContext } from "../report";
import type { JourneyEvent } from "./definition";
import type { Seen } from "./seen";

const propertyPrefix = "property.";

const told = [
  "name",
  "host",
  "path",
  "title",
  "device",
  "country",
  "channel",
  "referrer",
  "utm.source",
  "utm.campaign",
  "utm.medium",
  "clickId",
] as const;
export type Told = (typeof told)[number];

/** What an event says by itself. */
type ToldEvent = Omit<JourneyEvent, "goals" | "values">;

/** A scan over everything that events carry. */
export type EventReader = {
  forEachJourney: Scan["forEachJourney"];
  textAt: (field: Told, journey: Journey, i: number) => string | null;
  eventAt: (journey: Journey, i: number) => ToldEvent;
};

/**
 * Opens a scan with every column of the part. Columns go by their place: a property whose own name has a dot in it is
 * not a way into another.
 */
export const openEvents = (
  part: Part,
  { range, includeBots }: Seen,
  { rules, project }: ReportContext,
): EventReader => {
  const properties = (part.every ?? []).filter((field) => field.startsWith(propertyPrefix));
  const { dictionaries, forEachJourney } = openScan(part, {
    matchers: [automaticEvents],
    rules,
    fields: [...told, ...properties],
    range,
    asOf: range.asOf,
    includeBots,
    sessionGapMs: project.sessionGapMs,
  });
  const valueAt = (place: number, journey: Journey, i: number): unknown => {
    const code = codeAt(journey, place, i);
    return code < 0 ? undefined : dictionaries[place]?.value(code);
  };
  const textAt: EventReader["textAt"] = (field, journey, i) => {
    const value = valueAt(told.indexOf(field), journey, i);
    return value === undefined ? null : String(value);
  };
  const propertiesAt = (journey: Journey, i: number): [string, unknown][] =>
    properties.flatMap((field, place): [string, unknown][] => {
      const value = valueAt(told.length + place, journey, i);
      return value === undefined ? [] : [[field.slice(propertyPrefix.length), value]];
    });
  return {
    forEachJourney,
    textAt,
    eventAt: (journey, i) => {
      const flags = journey.flags[i] ?? 0;
      return {
        at: new Date(journey.at[i] ?? 0).toISOString(),
        name: textAt("name", journey, i) ?? "",
        host: textAt("host", journey, i),
        path: textAt("path", journey, i),
        title: textAt("title", journey, i),
        properties: Object.fromEntries(propertiesAt(journey, i)),
        automatic: ((journey.mask[i] ?? 0) & 1) !== 0,
        passive: (flags & eventFlags.passive) !== 0,
        bot: (flags & eventFlags.bot) !== 0,
      };
    },
  };
};
