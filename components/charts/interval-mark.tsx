/** A rate and its interval on the scale that all rows of a table share, from zero. Shares of that scale. */
export const IntervalMark = ({ rate, low, high }: { rate: number; low: number; high: number }) => (
  <span aria-hidden className="relative block h-3 min-w-28 border-line border-l">
    <span
      className="absolute top-1/2 h-0.5 -translate-y-1/2 bg-control"
      style={{ left: `${low * 100}%`, width: `${(high - low) * 100}%` }}
    />
    <span
      className="absolute top-1/2 size-2 -translate-x-1/2 -translate-y-1/2 rounded-full bg-ink"
      style={{ left: `${rate * 100}%` }}
    />
  </span>
);
