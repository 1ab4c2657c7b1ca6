import { cannotSay, divisionText, formatCount, formatDuration, formatRate } from "@/components/charts/format";
import { moneyText } from "@/components/charts/table-cells";
import { shares } from "@/components/compare/quantity";
import type { MatrixCell } from "@/lib/reports/matrix/definition";
import { moneyInterval, signedMoney } from "./cell-words";
import { liftInterval, liftText } from "./lift-text";

export type Detail = { label: string; value: string; note: string | null };

/** Everything that is known of a micro and a macro goal, one line each. */
export const cellDetails = (cell: MatrixCell, windowWords: string): Detail[] => {
  const { rate, without, lift, difference, adjusted, shareOf, seconds, medianSeconds } = cell;
  const line = (label: string, value: string, note: string | null = null): Detail => ({ label, value, note });
  return [
    line("With it", formatRate(rate), divisionText(rate, "visitors")),
    line("Without it", formatRate(without), divisionText(without, "moments")),
    line(
      "Lift",
      lift === null || lift.ratio === null ? cannotSay : liftText(lift.ratio),
      lift === null ? null : `95 % interval ${liftInterval(lift)}`,
    ),
    line("Difference", difference === null ? cannotSay : shares.difference(difference)),
    line(
      "Adjusted lift",
      adjusted.ratio === null ? cannotSay : liftText(adjusted.ratio),
      adjustedNote(adjusted),
    ),
    line(
      "Done before",
      formatRate(shareOf),
      shareOf.whole === 0
        ? null
        : `${formatCount(shareOf.part)} of ${formatCount(shareOf.whole)} who reached the aim did this before`,
    ),
    line(
      "Median time",
      medianSeconds === null ? cannotSay : formatDuration(medianSeconds),
      seconds === null
        ? null
        : `A quarter within ${formatDuration(seconds.p25)}, three quarters within ${formatDuration(seconds.p75)}`,
    ),
    line("Still open", formatCount(cell.open), `Their ${windowWords} are not over yet`),
    ...(cell.revenue.length === 0 ? [] : [line("Brought in all", moneyText(cell.revenue))]),
    ...(cell.earnedOverBaseline === null
      ? []
      : [
          line(
            "Over baseline",
            signedMoney(cell.earnedOverBaseline),
            `a visitor, ${moneyInterval(cell.earnedOverBaseline, true)}`,
          ),
        ]),
  ];
};

const adjustedNote = ({
  low,
  high,
  exposed,
  unexposed,
  strataUsed,
  strataSkipped,
}: MatrixCell["adjusted"]): string => {
  const groups = `${formatCount(exposed.part)} of ${formatCount(exposed.whole)} sessions with it, ${formatCount(unexposed.part)} of ${formatCount(unexposed.whole)} without`;
  const strata = `${formatCount(strataUsed)} ${strataUsed === 1 ? "stratum" : "strata"} of channel, device and new or returning${strataSkipped > 0 ? `, ${formatCount(strataSkipped)} skipped` : ""}`;
  return low === null || high === null
    ? `Beyond the same visit: ${groups}; ${strata}`
    : `${liftInterval({ low, high })}, beyond the same visit: ${groups}; ${strata}`;
};
