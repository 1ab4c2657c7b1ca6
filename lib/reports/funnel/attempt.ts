import type { Journey } from "@/lib/journeys/journey";

/** The attempt by which a unit is reported. It is the finder's own, and valid until the next one is looked for. */
export type Attempt = {
  /** How many required steps were reached, of an unordered funnel how many of all; 0 where no attempt begins. */
  reached: number;
  /** By row of the answer: the place of its event in the journey, −1 where it was not reached. */
  events: Int32Array;
  /** By row: the step that its event satisfies. */
  steps: Int32Array;
  /** Until when the next required step could be reached, ms since 1970, inclusive; −Infinity: never. */
  until: number;
};

/**
 * Looks for the best attempt among the events `first ≤ i < end` of a journey, of which those before `entriesEnd` may be
 * entries.
 */
export type AttemptFinder = {
  find: (journey: Journey, first: number, entriesEnd: number, end: number) => Attempt;
};

export const newAttempt = (steps: number): Attempt => ({
  reached: 0,
  events: new Int32Array(steps).fill(-1),
  steps: Int32Array.from({ length: steps }, (_, k) => k),
  until: Number.NEGATIVE_INFINITY,
});
