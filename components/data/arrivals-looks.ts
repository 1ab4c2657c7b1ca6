import type { Fate } from "./prepare-arrivals";

/** Neutrals that differ in lightness, so that the order of the stack can be read; red is for what was lost. */
export const fateColours: Record<Fate, string> = {
  accepted: "color-mix(in oklch, var(--ink) 62%, var(--surface))",
  duplicate: "var(--open)",
  ignored: "var(--dropped)",
  rejected: "var(--bad)",
};

/** Where the plot lies: its height and what its axes need, in pixels. */
export const arrivalsBox = { height: 220, left: 52, right: 8, top: 10, bottom: 28 } as const;

const compact = new Intl.NumberFormat("en", { notation: "compact" });

/** Beside the axis, where there is no room for long numbers: "200K". */
export const formatTick = (count: number): string => compact.format(count);

/** The share of an hour's place that its bar leaves free. */
export const barGap = 0.18;
