import { cannotSay, formatCount, formatRate } from "@/components/charts/format";
import { formatMoney } from "@/lib/money/format-money";
import type { MatrixCell, MeanMoney } from "@/lib/reports/matrix/definition";
import { liftInterval, liftText } from "./lift-text";
import type { Explained } from "./prepare-matrix";

/** A narrow space that does not break, between a number and its sign. */
const thin = "\u202f";

/** The whole line of a cell with its divisions, in sentences. */
export const cellLine = (
  { rate, without, lift, reached, open }: MatrixCell,
  micro: string,
  macro: string,
  windowWords: string,
): string => {
  const still = open > 0 ? ` ${formatCount(open)} of ${formatCount(reached)} are still open.` : "";
  if (rate.rate === null)
    return `Nobody’s ${windowWords} after ${micro} are over, so nothing can be said yet.${still}`;
  const done = `After ${micro} ${formatCount(rate.part)} of ${formatCount(rate.whole)} visitors reached ${macro} within ${windowWords} (${formatRate(rate)}).`;
  const rest =
    without.rate === null
      ? " There are no moments without it to compare with."
      : ` Without it ${formatCount(without.part)} of ${formatCount(without.whole)} moments (${formatRate(without)}).`;
  const times =
    lift === null || lift.ratio === null
      ? ""
      : ` ${liftText(lift.ratio)} as often, 95${thin}% interval ${liftInterval(lift)}.`;
  return `${done}${rest}${times}${still}`;
};

/** Why the verdict is what it is. */
export const reasonText = ({ verdictReason, adjusted }: MatrixCell, macro: string): string => {
  switch (verdictReason) {
    case "aboveOne":
      return `Goes together with ${macro} also among comparable sessions.`;
    case "noLift":
      return `Vanity: among comparable sessions, those with it reach ${macro} no more often${adjusted.high === null ? "" : ` (at most ${liftText(adjusted.high)})`}.`;
    case "tooFew":
      return "Cannot tell: fewer than 30 on a side.";
    case "notComparable":
      return "Cannot tell: no comparable sessions with and without it.";
    case "unclear":
      return "Cannot tell: the interval allows both more and as often.";
  }
};

const sign = (minor: number): string => (minor < 0 ? "−" : "+");
const money = ({ minor, currency }: MeanMoney): string => formatMoney(Math.round(minor), currency);
const amount = (minor: number, currency: string): string => formatMoney(Math.round(minor), currency);

/** "+€4.10": what goes beyond the baseline. */
export const signedMoney = ({ minor, currency }: MeanMoney): string =>
  `${sign(minor)}${amount(Math.abs(minor), currency)}`;

export const moneyInterval = ({ low, high, currency }: MeanMoney, signed: boolean): string => {
  const text = (minor: number) =>
    signed ? `${sign(minor)}${amount(Math.abs(minor), currency)}` : amount(minor, currency);
  return `${text(low)} to ${text(high)}`;
};

/** What a visitor who took the step is worth, and how much of that is beyond visitors without it. */
export const moneyPerVisitor = (
  cell: MatrixCell | undefined,
  windowWords: string,
): { earned: Explained; overBaseline: Explained } => {
  const nothing = { text: cannotSay, note: null };
  const { earned = null, earnedOverBaseline = null, notConverted = [] } = cell ?? {};
  const left =
    notConverted.length === 0 ? "" : ` Amounts in ${notConverted.join(" and ")} without a rate are left out.`;
  return {
    earned:
      earned === null
        ? nothing
        : {
            text: money(earned),
            note: `What a visitor who did this brought within ${windowWords}, on average. 95${thin}% interval ${moneyInterval(earned, false)}.${left}`,
          },
    overBaseline:
      earnedOverBaseline === null
        ? nothing
        : {
            text: signedMoney(earnedOverBaseline),
            note: `More than a visitor without it, on average. 95${thin}% interval ${moneyInterval(earnedOverBaseline, true)}.${left}`,
          },
  };
};
