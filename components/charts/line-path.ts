/** Indexes of neighbouring values that exist: a gap is left open, never bridged. */
const runsOf = (values: readonly (number | null)[]): number[][] => {
  const runs: number[][] = [];
  for (const [i, value] of values.entries()) {
    if (value === null) continue;
    const last = runs.at(-1);
    if (last?.at(-1) === i - 1) last.push(i);
    else runs.push([i]);
  }
  return runs;
};

type Scale = { x: (i: number) => number; y: (value: number) => number };

/** The runs of a series as SVG path data, for a line, or down to `floor` for an area. A run of one draws nothing. */
export const linePath = (
  values: readonly (number | null)[],
  { x, y }: Scale,
  floor: number | null = null,
): string =>
  runsOf(values)
    .filter((run) => run.length > 1)
    .map((run) => {
      const line = run.map((i) => `${round(x(i))},${round(y(values[i] ?? 0))}`).join(" L");
      const [first = 0, last = 0] = [run[0], run.at(-1)];
      return floor === null
        ? `M${line}`
        : `M${round(x(first))},${floor} L${line} L${round(x(last))},${floor} Z`;
    })
    .join(" ");

const round = (value: number): number => Math.round(value * 100) / 100;
