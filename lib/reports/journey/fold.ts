import type { Part } from "@/lib/journeys/part";
import { dropCopies } from "../drop-copies";
import { countsByKey, type KeyedSurvey, surveyKeyed } from "../keyed-events";
import type { Read, ReportContext } from "../report";
import { readCursor, writeCursor } from "./cursor";
import type { JourneyAnswer } from "./definition";
import { openEvents } from "./event-reader";
import { JourneyReading, type ToldVisitor } from "./journey-reading";
import { reachedGoals } from "./reached-goals";
import { type Question, seenBy } from "./seen";
import { pageOf, staysOf } from "./stays";

/** `visitor` is the number, absent where no part was asked about one alone. */
export type JourneyPartial = Pick<JourneyAnswer, "sessions" | "next"> & {
  visitor: number | undefined;
  told: ToldVisitor;
  read: Read;
};

export const surveyJourney = (
  question: Question,
  part: Part,
  context: ReportContext,
): KeyedSurvey | undefined => {
  if (!countsByKey(context.goals)) return undefined;
  const { range, includeBots } = seenBy(question, part, context);
  return surveyKeyed(context.goals, part, { asOf: range.asOf, includeBots }, context);
};

const nothing: ToldVisitor = {
  firstSeen: null,
  lastSeen: null,
  sessions: 0,
  events: 0,
  country: null,
  device: null,
  channel: null,
  value: [],
  goals: [],
};

export const foldJourney = (
  question: Question,
  part: Part,
  context: ReportContext,
  surveys: readonly KeyedSurvey[],
): JourneyPartial => {
  const { goals } = context;
  const seen = seenBy(question, part, context);
  const conversions = reachedGoals(goals, part, seen, dropCopies(surveys), context);
  const events = openEvents(part, seen, context);
  const cursor = question.cursor === undefined ? undefined : readCursor(question.cursor);
  const found: JourneyPartial = {
    visitor: part.visitor,
    told: nothing,
    sessions: [],
    next: null,
    read: { journeys: 0, events: 0 },
  };
  found.read = events.forEachJourney((journey) => {
    if (!seen.isAbout(journey)) return;
    const reading = new JourneyReading(journey, events, conversions, goals);
    const stays = staysOf(journey);
    const { page, next } = pageOf(journey, stays, { limit: question.limit, cursor });
    found.told = reading.told(stays);
    found.sessions = page.map((stay) => reading.session(stay));
    found.next = next && writeCursor(next);
  });
  return found;
};
