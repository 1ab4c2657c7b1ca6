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
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(share * (times.length - 1))] ?? Number.NaN;
  return { median: at(0.5), low: at(0), high: at(1) };
};

export const words = ({ median, low, high }: { median: number; low: number; high: number }): string =>
  `${median.toFixed(1)} ms (${low.toFixed(1)} to ${high.toFixed(1)})`;
