import type { DataTable } from "@/components/charts/data-table";
import { cannotSay, formatCount } from "@/components/charts/format";
import { stageWords } from "@/components/goals/goal-in-words";
import type { MatrixAnswer, MatrixCell, MatrixGoal } from "@/lib/reports/matrix/definition";
import { cellDetails, type Detail } from "./cell-details";
import { cellLine, moneyPerVisitor, reasonText } from "./cell-words";
import { type LiftAxis, liftAxis } from "./lift-axis";
import { liftInterval, liftText } from "./lift-text";
import { matrixTable } from "./matrix-table";

export type Explained = { text: string; note: string | null };

export type CellPicture = {
  macro: string;
  macroName: string;
  lift: Explained;
  /** "adjusted 1.6× (1.2 to 2.1×)", and that it cannot be told where it cannot. */
  adjusted: string;
  /** On the axis that all cells share; null where nothing can be said. */
  mark: { at: number; low: number; high: number } | null;
  /** Up and down only where the 95 % interval excludes "as often"; 1 to 4, by how much. */
  tone: "up" | "down" | "none";
  strength: number;
  isVanity: boolean;
  reason: string;
  details: Detail[];
};

export type RowPicture = {
  key: string;
  name: string;
  stage: string;
  /** Vanity for the aim; said with its reason. */
  isVanity: boolean;
  reason: string | null;
  reach: Explained;
  open: string | null;
  cells: CellPicture[];
  earned: Explained;
  overBaseline: Explained;
  order: { value: number; lift: number; reach: number };
};

export type MatrixPicture = {
  macros: { key: string; name: string }[];
  aim: string;
  aimName: string;
  /** Where "as often" is on the axis of every cell. */
  one: number;
  rows: RowPicture[];
  hasMoney: boolean;
  /** Nobody's window is over. */
  isTooEarly: boolean;
  openText: string | null;
  sentence: string;
  table: DataTable;
};

/** Micro goals as rows, macro goals as columns. `aim` is the column that rows are judged and ordered by. */
export const prepareMatrix = (answer: MatrixAnswer, aim: string, windowWords: string): MatrixPicture => {
  const { micros, macros, cells } = answer;
  const spreads = cells.flatMap(({ lift }) => (lift ? [lift] : []));
  const axis = liftAxis(spreads);
  const cellOf = (micro: string, macro: string) =>
    cells.find((cell) => cell.micro === micro && cell.macro === macro);
  const rows = micros.map((micro) => {
    const drawn = macros.flatMap((macro) => {
      const cell = cellOf(micro.key, macro.key);
      return cell ? [cellPicture(cell, micro, macro, axis, windowWords)] : [];
    });
    return rowOf(micro, cellOf(micro.key, aim), drawn, windowWords);
  });
  const ofAim = cells.filter(({ macro }) => macro === aim);
  const open = Math.max(0, ...ofAim.map((cell) => cell.open));
  const aimName = macros.find(({ key }) => key === aim)?.name ?? aim;
  return {
    macros: macros.map(({ key, name }) => ({ key, name })),
    aim,
    aimName,
    one: axis.one,
    rows,
    hasMoney: ofAim.some(({ earned }) => earned !== null),
    isTooEarly: ofAim.some(({ reached }) => reached > 0) && ofAim.every(({ rate }) => rate.whole === 0),
    openText:
      open === 0
        ? null
        : `Visitors whose ${windowWords} are not over yet are left out on both sides: up to ${formatCount(open)} a row.`,
    sentence: sentenceOf(rows, aimName, windowWords),
    table: matrixTable(answer, windowWords),
  };
};

const rowOf = (
  micro: MatrixGoal,
  cell: MatrixCell | undefined,
  cells: CellPicture[],
  windowWords: string,
): RowPicture => {
  const own = cells.find(({ macro }) => macro === cell?.macro);
  const money = moneyPerVisitor(cell, windowWords);
  return {
    key: micro.key,
    name: micro.name,
    stage: stageOf(micro),
    isVanity: own?.isVanity ?? false,
    reason: own?.isVanity ? own.reason : null,
    reach: {
      text: cell ? formatCount(cell.reached) : cannotSay,
      note: cell
        ? `Visitors whose first ${micro.name} in the range had no earlier macro goal of this column.`
        : null,
    },
    open: cell && cell.open > 0 ? `${formatCount(cell.open)} open` : null,
    cells,
    ...money,
    order: {
      value: cell?.earnedOverBaseline?.minor ?? Number.NEGATIVE_INFINITY,
      lift: cell?.lift?.ratio ?? Number.NEGATIVE_INFINITY,
      reach: cell?.reached ?? 0,
    },
  };
};

const stageOf = ({ stage }: MatrixGoal): string =>
  Object.entries(stageWords).find(([name]) => name === stage)?.[1] ?? stage;

const cellPicture = (
  cell: MatrixCell,
  micro: MatrixGoal,
  macro: MatrixGoal,
  axis: LiftAxis,
  windowWords: string,
): CellPicture => {
  const { lift } = cell;
  const tone =
    lift === null || lift.ratio === null ? "none" : lift.low > 1 ? "up" : lift.high < 1 ? "down" : "none";
  return {
    macro: macro.key,
    macroName: macro.name,
    lift: {
      text: lift === null || lift.ratio === null ? cannotSay : liftText(lift.ratio),
      note: cellLine(cell, micro.name, macro.name, windowWords),
    },
    adjusted: adjustedText(cell),
    mark:
      lift === null
        ? null
        : {
            at: axis.place(lift.ratio ?? Math.sqrt(lift.low * lift.high)),
            low: axis.place(lift.low),
            high: axis.place(lift.high),
          },
    tone,
    strength: tone === "none" ? 0 : strengthOf(tone === "up" ? (lift?.low ?? 1) : 1 / (lift?.high ?? 1)),
    isVanity: cell.verdict === "vanity",
    reason: reasonText(cell, macro.name),
    details: cellDetails(cell, windowWords),
  };
};

const adjustedText = ({ adjusted: { ratio, low, high }, verdict }: MatrixCell): string => {
  const cannot = verdict === "cannotTell" ? ": cannot tell" : "";
  return ratio === null || low === null || high === null
    ? "no comparable sessions"
    : `adjusted ${liftText(ratio)} (${liftInterval({ low, high })})${cannot}`;
};

/** By the end of the interval nearer to "as often": what is certain, not what is hoped. */
const strengthOf = (certain: number): number => (certain >= 8 ? 4 : certain >= 4 ? 3 : certain >= 2 ? 2 : 1);

const sentenceOf = (rows: readonly RowPicture[], aimName: string, windowWords: string): string => {
  const known = rows
    .filter(({ order }) => Number.isFinite(order.lift))
    .toSorted((a, b) => b.order.lift - a.order.lift)
    .slice(0, 3)
    .map(({ name, order }) => `${name} ${liftText(order.lift)}`);
  return known.length === 0
    ? `Nothing can be said yet about what goes together with ${aimName}.`
    : `Lift to ${aimName} within ${windowWords}, highest first: ${known.join(", ")}.`;
};
