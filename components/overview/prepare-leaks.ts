import { divisionText, formatCount, formatPercent, unitNoun } from "@/components/charts/format";
import type { FieldFilter } from "@/components/filters/field-filter";
import { formatMoney } from "@/lib/money/format-money";
import type { FunnelAnswer, FunnelGroup, FunnelStepNumbers } from "@/lib/reports/funnel/definition";

export type Leak = {
  /** "Checkout started → Purchase". */
  step: string;
  /** "on mobile"; empty where there is only one group. */
  where: string;
  /** "38.0 % leave". */
  rate: string;
  /** "about €4.2K a week"; null where the aim carries no value. */
  money: string | null;
  /** The division, and the money over the whole range. */
  note: string;
  /** Keeps the group in the funnel that it links to; null where all are in it. */
  filter: FieldFilter | null;
};

const most = 3;
const field = "device";

type Found = { group: FunnelGroup; step: FunnelStepNumbers; before: FunnelStepNumbers };

/** What a drop costs; the number who left, where nothing has a value. */
const sizeOf = ({ step }: Found): number => step.leak?.minor ?? 0;
const bySize = (a: Found, b: Found): number =>
  sizeOf(b) - sizeOf(a) || (b.step.dropped ?? 0) - (a.step.dropped ?? 0);

/** The largest drops of the path: of each step the group that loses most there, the most expensive first. */
export const prepareLeaks = ({ steps, breakdown = [], unit }: FunnelAnswer, days: number): Leak[] => {
  const groups = breakdown.filter((group) => !group.other && !group.notReached);
  const found = steps.slice(1).flatMap((_, i) => {
    const ofStep = groups.flatMap((group): Found[] => {
      const [before, step] = [group.steps[i], group.steps[i + 1]];
      return before && step && (step.dropped ?? 0) > 0 ? [{ group, step, before }] : [];
    });
    return ofStep.toSorted(bySize).slice(0, 1);
  });
  return found
    .toSorted(bySize)
    .slice(0, most)
    .map((one) => leakOf(one, unit, days, groups.length > 1));
};

const leakOf = (
  { group, step, before }: Found,
  unit: "visitor" | "session",
  days: number,
  isGrouped: boolean,
): Leak => {
  const dropped = step.dropped ?? 0;
  const left = before.reached === 0 ? 0 : dropped / before.reached;
  const cost = step.leak && step.leak.minor > 0 ? step.leak : null;
  const weekly = (minor: number) => Math.round((minor * 7) / days);
  const noun = unitNoun(unit);
  return {
    step: `${before.label} → ${step.label}`,
    where: !isGrouped ? "" : group.value === null ? "where the device is not known" : `on ${group.value}`,
    rate: `${formatPercent(left)} leave`,
    money: cost ? `about ${formatMoney(weekly(cost.minor), cost.currency, { compact: true })} a week` : null,
    note: [
      `${formatCount(dropped)} of ${formatCount(before.reached)} ${noun} left${step.open > 0 ? `, ${formatCount(step.open)} may still go on` : ""}.`,
      step.fromPrevious ? `Went on: ${divisionText(step.fromPrevious, noun)}.` : "",
      cost
        ? `Had those who left gone on like those who stayed, they would have brought about ${formatMoney(cost.minor, cost.currency, { compact: true })} in ${days} ${days === 1 ? "day" : "days"}.`
        : "",
    ]
      .filter(Boolean)
      .join(" "),
    filter: !isGrouped
      ? null
      : group.value === null
        ? { field, op: "notExists" }
        : { field, op: "is", values: [group.value] },
  };
};
