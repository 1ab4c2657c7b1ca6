/** One line of the table: what was measured, what was asked for, and whether it was met. */
export type Fact = { what: string; measured: string; asked: string; met: boolean };

/** What has a limit and a number. */
export const atMost = (what: string, value: number, limit: number, unit: string, more = ""): Fact => ({
  what,
  measured: `${inUnit(value, unit)}${more}`,
  asked: `≤ ${inUnit(limit, unit)}`,
  met: value <= limit,
});

export const atLeast = (what: string, value: number, limit: number, unit: string, more = ""): Fact => ({
  what,
  measured: `${inUnit(value, unit)}${more}`,
  asked: `≥ ${inUnit(limit, unit)}`,
  met: value >= limit,
});

const inUnit = (value: number, unit: string): string =>
  `${value >= 1000 ? Math.round(value).toLocaleString("en") : Number(value.toFixed(2))}${unit}`;

export const printFacts = (facts: readonly Fact[]): void => {
  const rows = [
    ["", "measured", "asked", "met"],
    ...facts.map(({ what, measured, asked, met }) => [what, measured, asked, met ? "yes" : "NO"]),
  ];
  const widths = [0, 1, 2].map((i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  for (const row of rows) console.log(row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  "));
};
