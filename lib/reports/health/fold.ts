import type { Part } from "@/lib/journeys/part";
import { type Copies, dropCopies } from "../drop-copies";
import { countsByKey, type KeyedSurvey, surveyKeyed } from "../keyed-events";
import { countOf, foldMatrix, type MatrixPartial } from "../matrix/fold";
import { type MatrixGoals, piecesOf } from "../matrix/matrix-goals";
import { strataFields } from "../matrix/session-strata";
import type { PieceTotals } from "../matrix/visitor-count";
import { openUnits } from "../open-units";
import { addReads, type ReportContext } from "../report";
import type { Question } from "./definition";
import type { HealthCounts, PairCounts } from "./health-counts";
import { healthGoals, scansOf, valueless, watchOf } from "./health-goals";
import { matrixAsked } from "./matrix-asked";
import { similarNames } from "./similar-names";
import { orderField, VisitorCount } from "./visitor-count";

/** The events of goals counted by key, so that all parts agree on what is a copy. */
export type HealthSurvey = { keyed: KeyedSurvey };

/** What one part counted, and its part of the matrix of small steps and aims. */
export type HealthPartial = { counts: HealthCounts; matrix: MatrixPartial };

export const surveyHealth = (
  question: Question,
  part: Part,
  context: ReportContext,
): HealthSurvey | undefined => {
  const goals = valueless(healthGoals(question, context));
  if (!countsByKey(goals)) return undefined;
  const { asOf } = watchOf(question, context).range;
  return { keyed: surveyKeyed(goals, part, { asOf, includeBots: question.includeBots }, context) };
};

/** What a scan looks for: the goals at some places of all that are asked for, and with them all of the matrix, if it is given. */
type HealthScan = { places: readonly number[]; matrix?: MatrixGoals };

/**
 * The one scan that can count the goals and the matrix; undefined where there are several, where the matrix is about other
 * goals, too, and with a segment, which the two judge over times of their own.
 */
const togetherOf = (question: Question, context: ReportContext): HealthScan | undefined => {
  const matrix = matrixAsked(question, context);
  const [piece, ...pieces] = piecesOf(matrix.question, matrix.context);
  if (question.segment || !piece || pieces.length > 0 || scansOf(question, context).length > 1)
    return undefined;
  const keys = healthGoals(question, context).map(({ key }) => key);
  const places = [...piece.micros, ...piece.macros].map(({ key }) => keys.indexOf(key));
  return places.length === keys.length && !places.includes(-1) ? { places, matrix: piece } : undefined;
};

type AskedHealth = {
  question: Question;
  part: Part;
  context: ReportContext;
  copies: ReadonlyMap<string, Copies>;
};

const countScan = (
  { places, matrix }: HealthScan,
  asked: AskedHealth,
): { counts: HealthCounts; piece: PieceTotals | undefined } => {
  const { question, part, context, copies } = asked;
  const watch = watchOf(question, context);
  const all = valueless(healthGoals(question, context));
  const goals = places.flatMap((place) => all[place] ?? []);
  const range = { ...watch.range, from: watch.start };
  const units = openUnits(
    { question, range, part, context },
    {
      matchers: goals.map(({ key }) => ({ goal: key })),
      fields: new Set(["name", orderField, ...(matrix ? strataFields : [])]),
      sessions: matrix !== undefined || goals.some(({ counting }) => counting === "session"),
    },
  );
  const forMatrix = matrixAsked(question, context);
  const matrixCount = matrix && countOf(matrix, { ...forMatrix, range: watch.range }, units);
  const count = new VisitorCount(
    goals.map((goal, bit) => ({
      counter: units.counterOf(goal, bit, copies.get(goal.key)),
      every: goal.counting === "every",
    })),
    units.columns,
    watch,
    matrixCount,
  );
  const read = units.forEachUnit((journey, first, end) => count.add(journey, first, end));
  const counts = {
    visitorsIn: count.visitorsIn,
    lastEventAt: count.lastEventAt,
    visitors: count.visitors,
    goals: count.goalCounts(),
    pairs: count.pairCounts().map((pair): PairCounts => {
      const [a = 0, b = 0] = [places[pair.a], places[pair.b]];
      return { ...pair, a: Math.min(a, b), b: Math.max(a, b) };
    }),
    similar: similarNames(goals, units.columns.dictionary("name"), context.rules),
    read,
  };
  return { counts, piece: matrixCount?.totals() };
};

/** What scans of some goals each counted as if all had been counted in one; a goal is taken from the first that has it. */
const joinScans = (
  found: readonly { places: readonly number[]; counts: HealthCounts }[],
  { question, context }: AskedHealth,
): HealthCounts => {
  const [first] = found;
  if (!first) throw new Error("There is no scan.");
  const goals = [...healthGoals(question, context).keys()];
  const scanOf = goals.map((place) => found.find(({ places }) => places.includes(place)) ?? first);
  const pairs = new Map(
    found.flatMap(({ counts }) => counts.pairs.map((pair) => [`${pair.a} ${pair.b}`, pair] as const)),
  );
  return {
    ...first.counts,
    goals: goals.flatMap((g) => scanOf[g]?.counts.goals[scanOf[g].places.indexOf(g)] ?? []),
    pairs: [...pairs.values()],
    similar: goals.map((g) => scanOf[g]?.counts.similar[scanOf[g].places.indexOf(g)] ?? []),
    read: addReads(found.map(({ counts }) => counts.read)),
  };
};

/**
 * Walks over a part's visitors once for as many goals as a scan can look for, and once more for the matrix where one walk
 * cannot do for both.
 */
export const foldHealth = (
  question: Question,
  part: Part,
  context: ReportContext,
  surveys: readonly HealthSurvey[],
): HealthPartial => {
  const asked = { question, part, context, copies: dropCopies(surveys.map(({ keyed }) => keyed)) };
  const together = togetherOf(question, context);
  if (together) {
    const { counts, piece } = countScan(together, asked);
    const pieces = piece ? [piece] : [];
    const matrix = { pieces, read: addReads([]) };
    return { counts: joinScans([{ places: together.places, counts }], asked), matrix };
  }
  const found = scansOf(question, context).map((places) => ({ places, ...countScan({ places }, asked) }));
  const matrix = matrixAsked(question, context);
  return {
    counts: joinScans(found, asked),
    matrix: foldMatrix(matrix.question, part, matrix.context),
  };
};
