// Visitors in flight are told apart by three things that anybody can read: how far they came, how long ago that was, and
// whether they came once, again, or bought before.

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** The latest step was less than so long ago; one class more for all others. */
const recencyBoundsMs = [hourMs, dayMs, 3 * dayMs, 7 * dayMs, 30 * dayMs] as const;
const recencyClasses = recencyBoundsMs.length + 1;

/** Took steps on one occasion, on several, or reached the macro goal in the time before. */
export const habit = { once: 0, again: 1, customer: 2 } as const;
const habits = 3;

/** Who reached the macro goal in so long before is a customer, ms. */
export const customerMs = 90 * dayMs;

/** The cells of each step. */
export const cellsOfStep = recencyClasses * habits;

/** The cell of those whose furthest step is the `step`-th. */
export const cellOf = (step: number, recency: number, ofHabit: number): number =>
  (step * recencyClasses + recency) * habits + ofHabit;

/** The furthest step of a cell. */
export const stepOfCell = (cell: number): number => Math.floor(cell / cellsOfStep);

/** A rate is drawn towards that of its group as if one conversion of the group had been seen, too, and ten visitors at least. */
const drawn = { events: 1, members: 10 };

/** From coarse to fine: visitors of one furthest step, of one recency, of one habit. */
export const cellLevels = [cellsOfStep, habits, 1].map((size) => ({ size, ...drawn }));

export const recencyOf = (agoMs: number): number => {
  let recency = 0;
  while (recency < recencyBoundsMs.length && agoMs >= (recencyBoundsMs[recency] ?? 0)) recency++;
  return recency;
};
