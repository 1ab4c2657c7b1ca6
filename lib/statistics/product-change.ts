// Gauss–Legendre on [0, 1] with five points, exact up to degree nine. Points come in pairs that mirror each other.
const near = Math.sqrt(5 - 2 * Math.sqrt(10 / 7)) / 6;
const far = Math.sqrt(5 + 2 * Math.sqrt(10 / 7)) / 6;
const nearWeight = (322 + 13 * Math.sqrt(70)) / 1800;
const farWeight = (322 - 13 * Math.sqrt(70)) / 1800;
const points: readonly { old: number; fresh: number; weight: number }[] = [
  { old: 0.5 + far, fresh: 0.5 - far, weight: farWeight },
  { old: 0.5 - far, fresh: 0.5 + far, weight: farWeight },
  { old: 0.5 + near, fresh: 0.5 - near, weight: nearWeight },
  { old: 0.5 - near, fresh: 0.5 + near, weight: nearWeight },
  { old: 0.5, fresh: 0.5, weight: 64 / 225 },
];

/** More would need more points. */
export const mostPartsOfProduct = 7;

/**
 * What makes up a total: `size` × Σ share(g) × Π part(g, k). Group g has its shares and `parts` parts in a row:
 * `factors[g · (1 + parts)]` is its share, the parts follow. Shares add up to 1.
 */
export type SharedProduct = { size: number; factors: Float64Array };

/**
 * How the change of a total, size × Σ share × Π part, comes about: the Shapley value of each factor, where the shares of
 * all groups are one factor and so is part k of all groups. Answers factor by factor (size, shares, part 1, part 2 …) a
 * number a group; the numbers of a factor add up to its Shapley value, all of them to the change. At most
 * `mostPartsOfProduct` parts. A group's number for the shares says what its units bring beyond the average unit, so units
 * that move to a poorer group count as a loss there; this takes nothing from the sum, as the shares' changes cancel.
 * Source: Shapley 1953, "A value for n-person games"; computed by Owen 1972, "Multilinear extensions of games": it is the
 * integral of the gradient along the diagonal, here of a polynomial, so the quadrature is exact.
 */
export const productChange = (before: SharedProduct, after: SharedProduct, parts: number): Float64Array => {
  const stride = 1 + parts;
  const groups = before.factors.length / stride;
  const found = new Float64Array((parts + 2) * groups);
  const at = new Float64Array(before.factors.length);
  const worth = new Float64Array(groups);
  for (const { old, fresh, weight } of points) {
    for (let i = 0; i < at.length; i++)
      at[i] = old * (before.factors[i] ?? 0) + fresh * (after.factors[i] ?? 0);
    const size = old * before.size + fresh * after.size;
    let mean = 0;
    for (let g = 0; g < groups; g++) {
      let product = 1;
      for (let k = 1; k < stride; k++) product *= at[g * stride + k] ?? 0;
      worth[g] = product;
      mean += (at[g * stride] ?? 0) * product;
    }
    for (let g = 0; g < groups; g++) {
      const first = g * stride;
      const share = at[first] ?? 0;
      const brings = worth[g] ?? 0;
      const add = (factor: number, amount: number): void => {
        found[factor * groups + g] = (found[factor * groups + g] ?? 0) + weight * amount;
      };
      add(0, (after.size - before.size) * share * brings);
      add(1, size * ((after.factors[first] ?? 0) - (before.factors[first] ?? 0)) * (brings - mean));
      for (let k = 1; k < stride; k++) {
        let others = size * share;
        for (let j = 1; j < stride; j++) if (j !== k) others *= at[first + j] ?? 0;
        add(1 + k, others * ((after.factors[first + k] ?? 0) - (before.factors[first + k] ?? 0)));
      }
    }
  }
  return found;
};
