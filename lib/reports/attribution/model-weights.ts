import type { AttributionModel } from "./definition";

// Hot path: called for every conversion and model.

/** The touches of a moment: how long before it, and whether they came directly. */
type Touches = { ages: Float64Array; direct: Uint8Array; found: number };

const divided = -1;

/**
 * How much of a conversion goes back to each of its touches, at least one. Answers the place of the touch that gets all of
 * it, or `divided` after it wrote a weight for each into `into`, in any unit.
 */
export type Weigh = (touches: Touches, into: Float64Array) => number;

const lastNonDirect: Weigh = ({ direct, found }) => {
  let place = found - 1;
  while (place >= 0 && direct[place] === 1) place--;
  return place < 0 ? found - 1 : place;
};

/** 40 % each to the first and the last, 20 % to those between; two share equally. In units of 1 / (5 (n − 2)). */
const position: Weigh = ({ found }, into) => {
  into.fill(1, 0, found);
  if (found < 3) return divided;
  into[0] = 2 * (found - 2);
  into[found - 1] = 2 * (found - 2);
  return divided;
};

/**
 * Models that divide one conversion after the other. A touch of `timeDecay` weighs half as much as one a half-life later.
 * Source: Google Analytics' multi-channel funnels, whose attribution models have these definitions and defaults.
 */
export const weighBy = (model: AttributionModel, halfLifeMs: number): Weigh | undefined => {
  switch (model) {
    case "first":
      return () => 0;
    case "last":
      return ({ found }) => found - 1;
    case "lastNonDirect":
      return lastNonDirect;
    case "linear":
      return ({ found }, into) => {
        into.fill(1, 0, found);
        return divided;
      };
    case "timeDecay":
      return ({ ages, found }, into) => {
        // Counted from the latest touch, so that weights stay above 0 however old all of them are.
        const latest = ages[found - 1] ?? 0;
        for (let k = 0; k < found; k++) into[k] = 2 ** ((latest - (ages[k] ?? 0)) / halfLifeMs);
        return divided;
      };
    case "position":
      return position;
    default:
      return undefined;
  }
};
