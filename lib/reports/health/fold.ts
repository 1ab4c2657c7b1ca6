import type { Part } from "@/lib/journeys/part";
import { type Copies, dropCopies } from "../drop-copies";
import { countsByKey, type KeyedSurvey, surveyKeyed } from "../keyed-events";
import { foldMatrix, type MatrixPartial } from "../matrix/fold";
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

type AskedHealth = {
  question: Question;
  part: Part;
  context: ReportContext;
  copies: ReadonlyMap<string, Copies>;
};

/** Counts the goals at some places of all that are asked for. */
const countScan = (places: readonly number[], asked: AskedHealth): HealthCounts => {
  const { question, part, context, copies } = asked;
  const watch = watchOf(question, context);
  const all = valueless(healthGoals(question, context));
  const goals = places.flatMap((place) => all[place] ?? []);
  const range = { ...watch.range, from: watch.start };
  const units = openUnits(
    { question, range, part, context },
    {
      matchers: goals.map(({ key }) => ({ goal: key })),
      fields: new Set(["name", orderField]),
      sessions: goals.some(({ counting }) => counting === "session"),
    },
  );
  const count = new VisitorCount(
    goals.map((goal, bit) => ({
      counter: units.counterOf(goal, bit, copies.get(goal.key)),
      every: goal.counting === "every",
    })),
    units.columns,
    watch,
  );
  const read = units.forEachUnit((journey, first, end) => count.add(journey, first, end));
  return {
    visitorsIn: count.visitorsIn,
    lastEventAt: count.lastEventAt,
    visitors: count.visitors,
    goals: count.goalCounts(),
    pairs: count.pairCounts().map((pair): PairCounts => {
      const [a = 0, b = 0] = [places[pair.a], places[pair.b]];
      return { ...pair, a, b };
    }),
    similar: similarNames(goals, units.columns.dictionary("name"), context.rules),
    read,
  };
};

/** Several scans of some goals each as if all had been counted in one; a goal is taken from the first that has it. */
const joinScans = (scans: readonly (readonly number[])[], asked: AskedHealth): HealthCounts => {
  const found = scans.map((places) => ({ places, counts: countScan(places, asked) }));
  const [first, ...rest] = found;
  if (!first) throw new Error("There is no scan.");
  if (rest.length === 0) return first.counts;
  const goals = [...healthGoals(asked.question, asked.context).keys()];
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

/** Walks over a part's visitors once for as many goals as a scan can look for, and once more for the matrix. */
export const foldHealth = (
  question: Question,
  part: Part,
  context: ReportContext,
  surveys: readonly HealthSurvey[],
): HealthPartial => {
  const copies = dropCopies(surveys.map(({ keyed }) => keyed));
  const counts = joinScans(scansOf(question, context), { question, part, context, copies });
  const matrix = matrixAsked(question, context);
  return { counts, matrix: foldMatrix(matrix.question, part, matrix.context) };
};
