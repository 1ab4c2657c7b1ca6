import { proportion } from "@/lib/statistics/wilson";
import type { Warning } from "../definition";
import { fieldsOfGoal } from "../goal-counter";
import { countsByKey } from "../keyed-events";
import { needsOf } from "../lookback";
import { addReads, type Needs, type Read, type Report, type ReportContext } from "../report";
import { needsOfGroups } from "../unit-groups";
import { backTestOf, realisedAt } from "./back-test";
import { cellsOfStep, stepOfCell } from "./cells";
import type { PipelineAnswer, PipelineNumbers, PipelineSegment, PipelineStep, Question } from "./definition";
import { foldPipeline, type PipelinePartial, type PipelineSurvey, surveyPipeline } from "./fold";
import { type NumbersAt, rowsOf } from "./groups";
import { filtersOf, rangeOf } from "./in-flight";
import {
  type Counted,
  convertedAt,
  expectedOf,
  fewestVisitors,
  type Learned,
  learnFrom,
  type Model,
  sumOf,
  visitorsAt,
} from "./model";
import { aWeekBefore, momentsOf, present } from "./moments";
import { type PipelineGoals, pipelineGoals } from "./pipeline-goals";
import { addCellCounts, addTallies, type CellCounts } from "./tallies";

type Answer = Omit<PipelineAnswer, "computed"> & { read: Read };

const needs = (question: Question, context: ReportContext): Needs => {
  const { micros, macro } = pipelineGoals(question, context);
  const { segment, segments = [], by } = question;
  const fields = new Set<string>();
  for (const goal of [...micros, ...(macro ? [macro] : [])]) fieldsOfGoal(goal, context.rules, fields);
  const ofGroups = by === undefined ? undefined : needsOfGroups(by);
  for (const column of ofGroups?.columns ?? []) fields.add(column);
  const reach = {
    fields,
    bySession: ofGroups?.sessions === true,
    past: ofGroups?.past,
    wholeSessions: false,
    byKey: macro !== undefined && countsByKey([macro]),
    segments: filtersOf(question),
    segmentPaths: [
      ...(segment ? ["segment"] : []),
      ...segments.map((_, place) => `segments.${place}.filter`),
    ],
    looksFor: {
      matchers: micros.length + 1,
      path: "micros",
      hint: "Name fewer goals in micros, or fewer events in the segments.",
    },
  };
  const range = rangeOf(momentsOf(question, context), question.windowMs);
  const rates = macro !== undefined && !("none" in macro.value);
  return { ...needsOf([range], reach, context), rates };
};

/** Visitors by their furthest step, and how often such visitors converted in the weeks learned from. */
const stepsOf = (
  { micros }: PipelineGoals,
  counted: Counted,
  learnedFrom: readonly number[],
): PipelineStep[] => {
  const sums = micros.map(() => ({ visitors: 0, whole: 0, part: 0 }));
  const ofStep = (numbers: Float64Array, add: (sum: (typeof sums)[number], many: number) => void) => {
    for (const [cell, many] of numbers.entries()) {
      const sum = sums[stepOfCell(cell)];
      if (sum) add(sum, many);
    }
  };
  ofStep(visitorsAt(counted, present), (sum, many) => {
    sum.visitors += many;
  });
  for (const place of learnedFrom) {
    ofStep(visitorsAt(counted, place), (sum, many) => {
      sum.whole += many;
    });
    ofStep(convertedAt(counted, place), (sum, many) => {
      sum.part += many;
    });
  }
  return micros
    .map(({ key, name }, step) => {
      const { visitors = 0, part = 0, whole = 0 } = sums[step] ?? {};
      return { micro: key, name, visitors, rate: proportion(part, whole) };
    })
    .reverse();
};

const warningsOf = (
  question: Question,
  { micros, macro }: PipelineGoals,
  { model, learned, missing }: { model: Model | null; learned: Learned; missing: ReadonlySet<string> },
): Warning[] => {
  const warnings: Warning[] = [];
  if (micros.length === 0)
    warnings.push({
      code: "no_micros",
      message: "There is no micro goal, so nobody can be in flight. Define one, or name goals in micros.",
    });
  else if (!model && learned.visitors < fewestVisitors)
    warnings.push({
      code: "too_few",
      message: `Nothing can be foreseen yet: it takes ${fewestVisitors} visitors to learn from, and there were ${learned.visitors}.`,
    });
  else if (!model)
    warnings.push({
      code: "none_converted",
      message: `Nothing can be foreseen: none of the ${learned.visitors} visitors to learn from reached ${question.macro}.`,
    });
  if (macro && "none" in macro.value)
    warnings.push({
      code: "no_value",
      message: `The goal ${macro.key} has no value, so conversions are foreseen but no money.`,
    });
  if (missing.size > 0)
    warnings.push({
      code: "not_converted",
      message: `There is no rate for some amounts in ${[...missing].sort().join(", ")}: they are left out of every value here.`,
    });
  return warnings;
};

const segmentsOf = (
  partials: readonly PipelinePartial[],
  { segments = [] }: Question,
  cells: number,
  numbers: NumbersAt,
): PipelineSegment[] =>
  segments.map(({ name }, place) => {
    const all = (moment: 0 | 1): CellCounts =>
      addCellCounts(
        cells,
        partials.flatMap((partial) => partial.segments[moment][place] ?? []),
      );
    return { name, ...numbers.now(all(present)), before: numbers.before(all(aWeekBefore)) };
  });

const changeOf = (now: PipelineNumbers, before: PipelineNumbers): PipelineAnswer["change"] => {
  const [{ conversions, value }, earlier] = [now.expected, before.expected];
  return {
    visitors: now.visitors - before.visitors,
    conversions:
      conversions && earlier.conversions ? conversions.estimate - earlier.conversions.estimate : null,
    value:
      value && earlier.value ? { currency: value.currency, minor: value.minor - earlier.value.minor } : null,
  };
};

const answer = (question: Question, partials: readonly PipelinePartial[], context: ReportContext): Answer => {
  const goals = pipelineGoals(question, context);
  const moments = momentsOf(question, context);
  const { at, forecasts, backTest } = moments;
  const cells = goals.micros.length * cellsOfStep;
  const { windowMs } = question;
  const counted: Counted = {
    tallies: addTallies(partials.map(({ tallies }) => tallies)),
    at,
    cells,
    windowMs,
  };
  const currency = goals.macro && !("none" in goals.macro.value) ? context.project.currency : null;
  const learn = (place: number) => learnFrom(counted, forecasts.get(place)?.learnedFrom ?? []);
  const { model, learned } = learn(present);
  const { model: modelBefore } = learn(aWeekBefore);
  const numbersBy =
    (known: Model | null) =>
    (visitors: CellCounts): PipelineNumbers => ({
      visitors: sumOf(visitors),
      expected: expectedOf(known, visitors, currency),
    });
  const numbers = { now: numbersBy(model), before: numbersBy(modelBefore) };
  const now = numbers.now(visitorsAt(counted, present));
  const before = numbers.before(visitorsAt(counted, aWeekBefore));
  const judged = { asOf: at[present] ?? 0, currency };
  const { missing } = counted.tallies;
  const warnings = warningsOf(question, goals, { model, learned, missing });
  return {
    asOf: new Date(judged.asOf).toISOString(),
    macro: question.macro,
    windowMs,
    ...now,
    before: {
      asOf: new Date(at[aWeekBefore] ?? 0).toISOString(),
      ...before,
      realised: realisedAt(counted, aWeekBefore, judged),
    },
    change: changeOf(now, before),
    steps: stepsOf(goals, counted, forecasts.get(present)?.learnedFrom ?? []),
    ...(question.by === undefined ? {} : { rows: rowsOf(partials, question, cells, numbers) }),
    ...(question.segments ? { segments: segmentsOf(partials, question, cells, numbers) } : {}),
    ...(question.backTest
      ? {
          backTest: backTestOf(
            counted,
            backTest.map((place) => ({ place, model: learn(place).model })),
            judged,
          ),
        }
      : {}),
    ...(warnings.length > 0 ? { warnings } : {}),
    read: addReads(partials.map(({ read }) => read)),
  };
};

/** Who is on the way, what that is worth, and how well the same was foreseen before. */
export const pipelineReport: Report<Question, PipelineSurvey, PipelinePartial, Answer> = {
  needs,
  survey: surveyPipeline,
  fold: foldPipeline,
  answer,
};
