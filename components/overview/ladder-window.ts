const dayMs = 86_400_000;

/**
 * How long a small step may take to lead to the aim. Only visitors whose time is over count, so a short range asks for a
 * short time: else everybody in it would still be on the way.
 */
export const ladderWindowMs = (days: number): number => {
  if (days >= 90) return 30 * dayMs;
  if (days >= 14) return 7 * dayMs;
  return days >= 3 ? dayMs : dayMs / 24;
};
