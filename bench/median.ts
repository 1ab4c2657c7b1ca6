/** The middle one; of an even number the lower of the two. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN;

/** Runs a few times after one warm-up; answers the median and the range in ms. */
export const timed = async (
  runs: number,
  run: () => unknown,
): Promise<{ median: number; low: number; high: number }> => {
  await run();
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const startedAt = performance.now();
    await run();
    times.push(performance.now() - startedAt);
  }
  return { median: median(times), low: Math.min(...times), high: Math.max(...times) };
};

export const words = ({ median, low, high }: { median: number; low: number; high: number }): string =>
  `${median.toFixed(1)} ms (${low.toFixed(1)} to ${high.toFixed(1)})`;
