import type { JourneyAnswer, JourneyEvent, JourneySession } from "@/lib/reports/journey/definition";
import { type Column, field, type Table, tableOf } from "./columns";

type EventRow = JourneyEvent & { session: number | null };

/** `events` and `sessions`: a row each, the newest session first. */
export const journeyTables = ({ sessions }: JourneyAnswer): Table[] => {
  const ofEvent: Column<EventRow>[] = [
    field("at"),
    field("session"),
    field("name"),
    field("host"),
    field("path"),
    { name: "goals", of: ({ goals }) => goals.join(" ") },
    {
      name: "values",
      of: ({ values }) =>
        values.map(({ goal, currency, minor }) => `${goal} ${minor} ${currency}`).join("; "),
    },
    field("automatic"),
    field("passive"),
    field("bot"),
    { name: "properties", of: ({ properties }) => JSON.stringify(properties) },
  ];
  const ofSession: Column<JourneySession>[] = [
    field("session"),
    field("start"),
    field("end"),
    field("channel"),
    field("source"),
    field("campaign"),
    field("referrer"),
    field("landing"),
    field("device"),
    field("country"),
    { name: "events", of: ({ events, more }) => events.length + more },
  ];
  const events = sessions.flatMap(({ session, events: ofIt }): EventRow[] =>
    ofIt.map((event) => ({ ...event, session })),
  );
  return [tableOf("events", events, ofEvent), tableOf("sessions", sessions, ofSession)];
};
