import { matrixReport } from "../matrix/answer";
import type { MatrixPartial } from "../matrix/fold";
import type { ReportContext } from "../report";
import { matrixQuestionOf, microsOf } from "./attribution-plan";
import type { Question } from "./definition";

/** What a micro goal weighs on the way to the aim, and which part of a conversion it explains; `null`: cannot be said. */
export type MicroWeight = { micro: string; weight: number | null; explains: number | null };

/**
 * The weights of the micro goals, in their order, from what all parts counted of the matrix: how much likelier the aim is
 * within the window after the micro than without it, rate − without.rate, and which part of the conversions after it
 * that is, 1 − without.rate ÷ rate: the attributable fraction of the exposed (Miettinen 1974, "Proportion of disease
 * caused or prevented by a given exposure, trait or intervention"). Below 0 counts as 0.
 */
export const microWeights = (
  question: Question,
  partials: readonly MatrixPartial[],
  context: ReportContext,
): MicroWeight[] => {
  const asked = matrixQuestionOf(question, context);
  const cells = asked ? matrixReport.answer(asked, partials, context).cells : [];
  return microsOf(question, context).map(({ key }) => {
    const cell = cells.find(({ micro }) => micro === key);
    const rate = cell?.rate.rate ?? null;
    const without = cell?.without.rate ?? null;
    if (rate === null || without === null) return { micro: key, weight: null, explains: null };
    const weight = Math.max(0, rate - without);
    return { micro: key, weight, explains: weight === 0 ? 0 : weight / rate };
  });
};
