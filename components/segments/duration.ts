const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** A length of time as a form shows it. */
export type Duration = { count: string; unit: "h" | "d" };

/** Whole days where it is some, else hours, of which the last may be begun. */
export const durationOf = (ms: number): Duration =>
  ms % dayMs === 0
    ? { count: String(ms / dayMs), unit: "d" }
    : { count: String(Math.ceil(ms / hourMs)), unit: "h" };

export const msOf = (count: number, unit: Duration["unit"]): number =>
  count * (unit === "d" ? dayMs : hourMs);

/** "30 days", "1 hour", "1,500 ms". */
export const durationWords = (ms: number): string => {
  const [count, noun] = ms % dayMs === 0 ? [ms / dayMs, "day"] : [ms / hourMs, "hour"];
  if (!Number.isInteger(count)) return `${ms.toLocaleString("en")} ms`;
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
};
