import type { Warning } from "./definition";
import type { Discrepancies } from "./restatement";

const mostNamed = 10;

const naming = (ids: readonly ReadonlySet<string>[]): { count: number; names: string } => {
  const all = [...new Set(ids.flatMap((some) => [...some]))].sort();
  const more = all.length - mostNamed;
  return {
    count: all.length,
    names: all.slice(0, mostNamed).join(", ") + (more > 0 ? ` and ${more} more` : ""),
  };
};

/** What does not fit between orders and their adjustments, from all parts. */
export const adjustmentWarnings = (found: readonly Discrepancies[]): Warning[] => {
  const notApplied = naming(found.map((one) => one.notApplied));
  const capped = naming(found.map((one) => one.capped));
  return [
    ...(notApplied.count > 0
      ? [
          {
            code: "adjustment_not_applied",
            message: `Adjustments in another currency than their order's, without a rate of its day, are left out: ${notApplied.names}.`,
          },
        ]
      : []),
    ...(capped.count > 0
      ? [
          {
            code: "refund_over_value",
            message: `More was refunded than these orders were worth, so they count as 0: ${capped.names}.`,
          },
        ]
      : []),
  ];
};
