import type { Journey } from "@/lib/journeys/journey";
import type { Part } from "@/lib/journeys/part";
import { columnOf } from "@/lib/matching/column";
import { BreakdownGroups, type GroupLabel, type GroupSizes, rankGroups } from "../breakdown-groups";
import type { ColumnSet } from "../column-set";
import type { Copies } from "../drop-copies";
import type { Attempt } from "../funnel/attempt";
import { attemptsOf, wantedOfAttempts } from "../funnel/attempts";
import { codeOf, notReached } from "../funnel/fold";
import { requiredSteps } from "../funnel/funnel-plan";
import { type OpenUnits, openUnits } from "../open-units";
import type { Range } from "../range";
import { askedGoal, type ReportContext } from "../report";
import type { Of } from "./fold";

// Hot path: called for every unit.

/** Units of a part, and which of them are behind the number. */
export type Behind = {
  units: OpenUnits;
  isBehind: (journey: Journey, first: number, end: number, isWhole: boolean) => boolean;
  /** Prepares a visitor's whole journey. */
  mark?: (journey: Journey) => void;
};

/** Where and by what the units are judged. */
type Asked = {
  range: Range;
  part: Part;
  context: ReportContext;
  copies: ReadonlyMap<string, Copies>;
  /** How large the groups of a funnel's breakdown are. */
  sizes: readonly GroupSizes[];
};

type OfFunnel = Extract<Of, { step: number }>;
type OfGoal = Extract<Of, { goal: string }>;
type OfSegment = Exclude<Of, OfFunnel | OfGoal>;

type AttemptTest = (attempt: Attempt, journey: Journey, first: number, end: number) => boolean;

const anyRow: AttemptTest = () => true;

/** Which row of the breakdown is asked for, as labels of which one is meant. */
const labelsOf = (
  { funnel: { breakdown }, value, other }: OfFunnel,
  sizes: readonly GroupSizes[],
): GroupLabel[] =>
  other ? rankGroups(sizes, breakdown?.limit ?? 0) : [{ value: value ?? null }, { value: null, other: true }];

/** Tells whether an attempt belongs to the row of the breakdown that is asked for. */
const rowTest = (of: OfFunnel, columns: ColumnSet, sizes: readonly GroupSizes[]): AttemptTest => {
  const { breakdown } = of.funnel;
  if (!breakdown || (of.value === undefined && !of.other && !of.notReached)) return anyRow;
  const labels = labelsOf(of, sizes);
  const groups = new BreakdownGroups(columns, breakdown.by, labels);
  const meant = of.other ? labels.findIndex(({ other }) => other) : 0;
  return (attempt, journey, first, end) => {
    const code = codeOf(attempt, breakdown.at, groups, journey, first, end);
    if (code === notReached) return of.notReached === true;
    return of.notReached !== true && groups.row(code) === meant;
  };
};

const behindFunnel = (of: OfFunnel, { range, part, context, sizes }: Asked): Behind => {
  const { funnel, step, kind } = of;
  const fields = new Set(funnel.breakdown ? [columnOf(funnel.breakdown.by)] : []);
  const wanted = { ...wantedOfAttempts(funnel, fields), onlyMatching: false };
  const units = openUnits({ question: funnel, range, part, context }, wanted);
  const attempts = attemptsOf(funnel, units.columns, range, context);
  const isInRow = rowTest(of, units.columns, sizes);
  const required = requiredSteps(funnel).indexOf(step - 1);
  const isMeant: AttemptTest = (attempt, journey, _first, end) => {
    if (kind === "reached") return (attempt.events[step - 1] ?? -1) >= 0;
    return attempt.reached === required && attempts.isOpen(attempt, journey, end) === (kind === "open");
  };
  return {
    units,
    isBehind: (journey, first, end, isWhole) => {
      if (!isWhole) return false;
      const attempt = attempts.find(journey, first, end);
      return (
        attempt.reached > 0 && isMeant(attempt, journey, first, end) && isInRow(attempt, journey, first, end)
      );
    },
  };
};

const behindGoal = (of: OfGoal, { range, part, context, copies }: Asked): Behind => {
  const goal = askedGoal(of.goal, "goal", context);
  const units = openUnits(
    { question: of, range, part, context },
    { matchers: [{ goal: of.goal }], fields: new Set(), sessions: true },
  );
  const counter = goal && units.counterOf({ ...goal, value: { none: true } }, 0, copies.get(goal.key));
  return {
    units,
    mark: counter?.mark,
    isBehind: (journey, first, end, isWhole) => {
      // Passive events alone make a visitor that converts, but no session.
      if (!isWhole && of.unit === "session") return false;
      for (let i = first; i < end; i++) if (((journey.mask[i] ?? 0) & 1) !== 0) return true;
      return false;
    },
  };
};

const behindSegment = (of: OfSegment, { range, part, context }: Asked): Behind => ({
  units: openUnits({ question: of, range, part, context }, { matchers: [], fields: new Set() }),
  isBehind: (_journey, _first, _end, isWhole) => isWhole,
});

/** Opens the units behind a number. */
export const openBehind = (of: Of, asked: Asked): Behind => {
  if ("funnel" in of) return behindFunnel(of, asked);
  return "goal" in of ? behindGoal(of, asked) : behindSegment(of, asked);
};
