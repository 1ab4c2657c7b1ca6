/** Every two of so many places once, the smaller first. */
export const pairsOf = (places: number): { a: number; b: number }[] =>
  Array.from({ length: places }, (_, a) =>
    Array.from({ length: places - a - 1 }, (_, more) => ({ a, b: a + 1 + more })),
  ).flat();
