import type { Tier } from "@/lib/goals/definition";

export const tierInks = { micro: "var(--micro)", macro: "var(--macro)" } as const satisfies Record<
  Tier,
  string
>;

/** The darkest cell still carries text well. */
const darkest = 38;

/** The ground of a cell: the darker, the more. `strength` from 0 to 1. */
export const tinted = (ink: string, strength: number): string | undefined =>
  strength === 0
    ? undefined
    : `color-mix(in oklch, ${ink} ${Math.round(3 + strength * darkest)}%, var(--surface))`;
