/** Round numbers from zero to at least `max`, five at most; the last one is where the axis ends. */
export const axisTicks = (max: number): number[] => {
  if (!(max > 0)) return [0];
  const rough = max / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((round) => round * power >= rough * 0.999999) ?? 10) * power;
  const count = Math.ceil(max / step - 1e-9);
  // Multiplied and cut, because adding 0.1 ten times is not 1.
  return Array.from({ length: count + 1 }, (_, i) => Number((i * step).toPrecision(12)));
};

/** At most `limit` of `count` positions, evenly spaced, the last one always among them. */
export const spreadIndexes = (count: number, limit: number): number[] => {
  const step = Math.max(1, Math.ceil(count / limit));
  return Array.from({ length: count }, (_, i) => i).filter((i) => (count - 1 - i) % step === 0);
};
