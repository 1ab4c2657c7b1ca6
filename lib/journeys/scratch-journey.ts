import { Journey } from "./journey";

/** A journey that events are copied into: its arrays are its own and are used again. */
export type ScratchJourney = Journey & { seq: Float64Array };

/** With room for so many events. */
export const scratchJourney = (capacity: number): ScratchJourney =>
  Object.assign(new Journey(capacity), { seq: new Float64Array(capacity) });

/** The first `size` events of `from`, as they were read from their rows: what is derived of them is not. */
export const copyRead = (from: ScratchJourney, size: number, into: ScratchJourney): void => {
  into.at.set(from.at.subarray(0, size));
  into.seq.set(from.seq.subarray(0, size));
  into.flags.set(from.flags.subarray(0, size));
  into.row.set(from.row.subarray(0, size));
  into.source.set(from.source.subarray(0, size));
};
