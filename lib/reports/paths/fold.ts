import type { Part } from "@/lib/journeys/part";
import { type GroupLabel, type GroupSizes, rankGroups } from "../breakdown-groups";
import { openUnits } from "../open-units";
import { resolveRange } from "../range";
import type { Read, ReportContext } from "../report";
import type { Question } from "./definition";
import { PathCount, type PathTotals } from "./path-count";
import { StepLabels } from "./step-labels";
import { stepPlan } from "./step-plan";
import { StepWalk } from "./step-walk";

/** How many units have which step at each depth. */
export type PathsSurvey = { sizes: GroupSizes[] };

/** What one part counted. `labels` are the steps told apart at each depth, the same in all parts. */
export type PathsPartial = {
  labels: GroupLabel[][];
  totals: PathTotals;
  /** Units that count, with a path or without. */
  units: number;
  read: Read;
};

/** `length` steps of a unit's path, as numbers of labels, in `steps`. */
type VisitPath = (steps: Int32Array, length: number) => void;

/** Visits the path of every unit that counts. */
const forEachPath = (
  question: Question,
  part: Part,
  context: ReportContext,
  labels: StepLabels,
  visit: VisitPath,
): { units: number; read: Read } => {
  const range = resolveRange(question, context.project.timezone, context.now);
  const plan = stepPlan(question, context);
  const fields = new Set(question.by === "page" ? ["name", "path"] : ["name"]);
  const units = openUnits({ question, range, part, context }, { matchers: plan.matchers, fields });
  const walk = new StepWalk(question, plan, units.columns, labels);
  let counted = 0;
  const read = units.forEachUnit((journey, first, end, isWhole) => {
    if (!isWhole) return;
    counted++;
    const length = walk.read(journey, first, end);
    if (length > 0) visit(walk.steps, length);
  });
  return { units: counted, read };
};

/** Parts tell each other so many steps a depth, the most frequent first: all of them but for odd sites. */
const mostTold = 20_000;

const toldSizes = (sizes: readonly number[], texts: readonly string[]): GroupSizes => {
  const told = sizes.flatMap((units, label): [string, number][] =>
    units > 0 ? [[texts[label] ?? "", units]] : [],
  );
  if (told.length > mostTold) told.sort(([, a], [, b]) => b - a);
  return new Map(told.slice(0, mostTold));
};

export const surveyPaths = (question: Question, part: Part, context: ReportContext): PathsSurvey => {
  const labels = new StepLabels();
  const sizes = Array.from({ length: question.depth }, (): number[] => []);
  forEachPath(question, part, context, labels, (steps, length) => {
    for (let d = 0; d < length && d < sizes.length; d++) {
      const label = steps[d] ?? 0;
      const atDepth = sizes[d];
      if (!atDepth) continue;
      // Without holes, whatever label turns up first.
      while (atDepth.length <= label) atDepth.push(0);
      atDepth[label] = (atDepth[label] ?? 0) + 1;
    }
  });
  return { sizes: sizes.map((atDepth) => toldSizes(atDepth, labels.texts)) };
};

export const foldPaths = (
  question: Question,
  part: Part,
  context: ReportContext,
  surveys: readonly PathsSurvey[],
): PathsPartial => {
  const ranked = Array.from({ length: question.depth }, (_, d) =>
    rankGroups(
      surveys.flatMap((survey) => survey.sizes[d] ?? []),
      question.limit,
    ),
  );
  const labels = new StepLabels();
  const count = new PathCount(ranked, labels.texts);
  const { units, read } = forEachPath(question, part, context, labels, (steps, length) =>
    count.add(steps, length),
  );
  return { labels: ranked, totals: count.totals, units, read };
};
