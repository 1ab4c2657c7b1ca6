import type { ProjectScope } from "@/db/scope";
import { type VisitorFacts, visitorFacts } from "@/lib/journeys/visitor-facts-store";
import type { KeyedSurvey } from "../keyed-events";
import { resolveInstant } from "../range";
import { addReads, type Needs, type Read, type Report, type ReportContext } from "../report";
import { readCursor } from "./cursor";
import type { JourneyAnswer } from "./definition";
import { foldJourney, type JourneyPartial, surveyJourney } from "./fold";
import type { ToldVisitor } from "./journey-reading";
import type { Question } from "./seen";

/** As parts know visitors: by number, absent where none has events that the question sees. */
type Told = Pick<JourneyAnswer, "sessions" | "next"> & {
  visitorNo: number | undefined;
  told: ToldVisitor;
  read: Read;
};

const needs = ({ cursor, asOf }: Question, { project }: ReportContext): Needs => {
  if (cursor !== undefined) readCursor(cursor);
  if (asOf !== undefined) resolveInstant(asOf, project.timezone, "asOf");
  // All columns of the one visitor are read.
  return { fields: new Set(), from: 0, to: Number.POSITIVE_INFINITY };
};

const answer = (_question: Question, partials: readonly JourneyPartial[]): Told => {
  const found = partials.find(({ told }) => told.events > 0) ?? partials[0];
  if (!found) throw new Error("No part told of the visitor.");
  const { visitor, told, sessions, next } = found;
  return { visitorNo: visitor, told, sessions, next, read: addReads(partials.map(({ read }) => read)) };
};

/** The answer with what only the database knows of the visitor. */
const withFacts = ({ visitorNo, told, ...rest }: Told, { ids, moreIds, traits }: VisitorFacts) => ({
  visitor: { id: ids[0]?.id ?? `#${visitorNo}`, ids, moreIds, ...told, traits },
  ...rest,
});

const complete = async (told: Told, scope: ProjectScope) => {
  if (told.visitorNo === undefined) throw new Error("A journey is asked for of one visitor.");
  return withFacts(told, await visitorFacts(scope, told.visitorNo));
};

/** What one visitor did, session by session. */
export const journeyReport: Report<Question, KeyedSurvey, JourneyPartial, Told> = {
  visitorId: ({ visitorId }) => visitorId,
  needs,
  survey: surveyJourney,
  fold: foldJourney,
  answer,
  complete,
};
