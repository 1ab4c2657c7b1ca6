import type { Goal } from "@/lib/goals/definition";
import type { MatrixCell, MatrixGoal } from "../matrix/definition";
import type { Finding } from "./definition";
import { askForMore } from "./judge-firing";

/** Whether a small step leads to none of the aims, of those that anybody reached. */
export const judgeLift = (
  goal: Goal,
  { cells, macros }: { cells: readonly MatrixCell[]; macros: readonly MatrixGoal[] },
  windowMs: number,
): Finding | undefined => {
  const own = cells.filter((cell) => cell.micro === goal.key && cell.verdictReason !== "notComparable");
  if (own.length === 0 || own.some(({ verdict }) => verdict !== "vanity")) return undefined;
  const lifts = own.map(({ macro, adjusted: { ratio, low, high, adjustedPValue } }) => ({
    key: macro,
    name: macros.find(({ key }) => key === macro)?.name ?? macro,
    ratio,
    low,
    high,
    adjustedPValue,
  }));
  const names = lifts.map(({ name }) => name).join(", ");
  const high = Math.max(...lifts.map((lift) => lift.high ?? 0));
  return {
    kind: "vanity",
    severity: "low",
    evidence: { windowMs, macros: lifts },
    message: `Visitors with it go on to ${names} no more often than comparable ones without (at most ${high.toFixed(2)} times as often).`,
    fix: {
      kind: "stopOptimising",
      ...askForMore(
        goal,
        "Do not optimise for it. Keep it to look at, make its rule stricter, or delete it.",
      ),
    },
  };
};
