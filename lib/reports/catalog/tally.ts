/** Numbers by name. Plain data. */
export type Tally = Map<string, number>;

export const addTo = (tally: Tally, name: string, count: number): void => {
  tally.set(name, (tally.get(name) ?? 0) + count);
};

/** Several tallies as one. */
export const joinTallies = (tallies: readonly ReadonlyMap<string, number>[]): Tally => {
  const joined: Tally = new Map();
  for (const tally of tallies) for (const [name, count] of tally) addTo(joined, name, count);
  return joined;
};

/** The largest first, ties by name. */
export const ranked = (tally: ReadonlyMap<string, number>, most: number): [string, number][] =>
  [...tally].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, most);
