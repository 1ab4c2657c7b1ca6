import type { Question } from "./definition";

/** A required step, and the optional ones listed between it and the next. Steps count from 0. */
export type Stretch = {
  step: number;
  /** From the required step before, ms. */
  withinMs: number;
  optional: readonly { step: number; withinMs: number }[];
};

/** An exclusion whose matcher has the bit; steps count from 0. */
export type PlannedExclusion = { bit: number; after: number; before: number; discards: boolean };

/** A row of the answer: a step, or of an unordered funnel any so many. */
export type Row = {
  isOptional: boolean;
  /** The row of the required step before, −1 for the first. */
  previous: number;
};

type Steps = Pick<Question, "steps" | "order">;

export const rowsOf = ({ steps }: Steps): Row[] => {
  let previous = -1;
  return steps.map(({ optional = false }, step) => {
    const row = { isOptional: optional, previous };
    if (!optional) previous = step;
    return row;
  });
};

/** The steps that an attempt has to reach to be complete. */
export const requiredSteps = ({ steps }: Steps): number[] =>
  steps.flatMap(({ optional }, step) => (optional ? [] : [step]));

/** The steps one required step after the other. */
export const stretchesOf = ({ steps }: Steps): Stretch[] => {
  const required = requiredSteps({ steps, order: "ordered" });
  const within = (step: number): number => steps[step]?.withinMs ?? Number.POSITIVE_INFINITY;
  return required.map((step, place) => {
    const between = steps.map((_, k) => k).slice(step + 1, required[place + 1] ?? steps.length);
    return {
      step,
      withinMs: within(step),
      optional: between.map((k) => ({ step: k, withinMs: within(k) })),
    };
  });
};

/** Steps have the first bits of the masks, exclusions those after them. */
export const exclusionsOf = ({ steps, exclude }: Pick<Question, "steps" | "exclude">): PlannedExclusion[] =>
  exclude.map(({ after, before, mode }, place) => ({
    bit: steps.length + place,
    after: after - 1,
    before: before - 1,
    discards: mode === "discard",
  }));
