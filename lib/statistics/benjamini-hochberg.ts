/**
 * p-values adjusted for being looked at together, in the order given: at most a share q of those with an adjusted
 * value ≤ q is expected to be there by chance. `null` (not tested) stays `null` and does not count as a comparison.
 * Source: Benjamini and Hochberg 1995, "Controlling the false discovery rate"; Yekutieli and Benjamini 1999 for
 * stating it as adjusted p-values.
 */
export const benjaminiHochberg = (pValues: readonly (number | null)[]): (number | null)[] => {
  const adjusted = [...pValues];
  const descending = pValues
    .flatMap((pValue, index) => (pValue === null ? [] : [{ pValue, index }]))
    .sort((one, other) => other.pValue - one.pValue);
  let least = 1;
  descending.forEach(({ pValue, index }, position) => {
    const rank = descending.length - position;
    least = Math.min(least, pValue * (descending.length / rank));
    adjusted[index] = least;
  });
  return adjusted;
};
