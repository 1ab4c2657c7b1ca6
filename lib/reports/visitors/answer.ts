import { visitorNames } from "@/lib/journeys/visitor-names-store";
import { atPath } from "../at-path";
import type { Warning } from "../definition";
import { funnelReport } from "../funnel/answer";
import { fieldsOfGoal } from "../goal-counter";
import { countsByKey } from "../keyed-events";
import { needsOf } from "../lookback";
import { addReads, type Needs, type Read, type Report, type ReportContext } from "../report";
import { inListOrder, readCursor, writeCursor } from "./cursor";
import type { ListedVisitor, VisitorsAnswer } from "./definition";
import { fieldsOfDetails, listedGoals } from "./details";
import {
  askedOf,
  foldVisitors,
  goalsOf,
  type Of,
  type Question,
  rangeOf,
  surveyVisitors,
  type VisitorsPartial,
  type VisitorsSurvey,
} from "./fold";

/** As parts know visitors: by number. */
type Numbered = Omit<ListedVisitor, "id"> & { visitor: number };
type Answer = Omit<VisitorsAnswer, "computed" | "visitors"> & { visitors: Numbered[]; read: Read };

const needsOfUnits = (of: Of, context: ReportContext): Needs => {
  const { unit, segment } = askedOf(of);
  const range = rangeOf(of, context);
  const goals = goalsOf(of, context);
  const fields = new Set<string>(fieldsOfDetails);
  for (const goal of goals) fieldsOfGoal(goal, context.rules, fields);
  const reach = {
    fields,
    bySession: true,
    wholeSessions: unit === "session",
    byKey: countsByKey(goals),
    history: true,
    segments: [segment],
  };
  const needs = needsOf([range], reach, context);
  // What is said of a visitor goes on until the moment that is asked about.
  return { ...needs, to: Math.max(needs.to, range.asOf) };
};

const within = (path: string) => (inner: string | undefined) =>
  inner === undefined ? path : `${path}.${inner}`;

const needs = ({ of, cursor }: Question, context: ReportContext): Needs => {
  if (cursor !== undefined) readCursor(cursor);
  if (!("funnel" in of)) return atPath(within("of"), () => needsOfUnits(of, context));
  return atPath(within("of.funnel"), () => {
    const ofFunnel = funnelReport.needs(of.funnel, context);
    const ofUnits = needsOfUnits(of, context);
    return {
      fields: new Set([...ofFunnel.fields, ...ofUnits.fields]),
      from: Math.min(ofFunnel.from, ofUnits.from),
      to: Math.max(ofFunnel.to, ofUnits.to),
      spanMs: Math.max(ofFunnel.spanMs ?? 0, ofUnits.spanMs ?? 0),
    };
  });
};

const instant = (at: number): string => new Date(at).toISOString();

const leftOutWarnings = ({ goals }: ReportContext): Warning[] => {
  const { counted, leftOut } = listedGoals(goals);
  if (leftOut.length === 0) return [];
  const keys = leftOut.map(({ key }) => key).join(", ");
  const message = `The value of a visitor is that of the first ${counted.length} macro goals that have one; left out: ${keys}.`;
  return [{ code: "goals_left_out", message }];
};

const answer = (
  { limit }: Question,
  partials: readonly VisitorsPartial[],
  context: ReportContext,
): Answer => {
  const warnings = leftOutWarnings(context);
  const all = partials.flatMap(({ visitors }) => visitors).sort(inListOrder);
  const page = all.slice(0, limit);
  const last = page.at(-1);
  return {
    total: partials.reduce((sum, { total }) => sum + total, 0),
    visitors: page.map((one) => ({
      ...one,
      firstSeen: instant(one.firstSeen),
      lastSeen: instant(one.lastSeen),
    })),
    next: last && all.length > limit ? writeCursor(last) : null,
    ...(warnings.length > 0 ? { warnings } : {}),
    read: addReads(partials.map(({ read }) => read)),
  };
};

/** The answer with the ids that people know visitors by. */
export const withNames = <A extends Pick<Answer, "visitors">>(
  { visitors, ...rest }: A,
  names: ReadonlyMap<number, string>,
) => ({
  ...rest,
  visitors: visitors.map(
    ({ visitor, ...details }): ListedVisitor => ({ id: names.get(visitor) ?? `#${visitor}`, ...details }),
  ),
});

/** Who is behind a number. */
export const visitorsReport: Report<Question, VisitorsSurvey, VisitorsPartial, Answer> = {
  needs,
  survey: surveyVisitors,
  fold: foldVisitors,
  answer,
  complete: async (numbered, scope) =>
    withNames(
      numbered,
      await visitorNames(
        scope,
        numbered.visitors.map(({ visitor }) => visitor),
      ),
    ),
};
