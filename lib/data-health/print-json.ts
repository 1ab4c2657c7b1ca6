const mostDepth = 24;

const cut = (value: unknown, depth: number): unknown => {
  if (typeof value !== "object" || value === null) return value;
  if (depth === 0) return "…";
  if (Array.isArray(value)) return value.map((one) => cut(one, depth - 1));
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, cut(one, depth - 1)]));
};

/** JSON in lines for people. What is nested without end is left out, since no writer of JSON survives it. */
export const printJson = (value: unknown): string => JSON.stringify(cut(value, mostDepth), null, 2);
