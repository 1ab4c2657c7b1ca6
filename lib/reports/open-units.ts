import type { Goal } from "@/lib/goals/definition";
import type { Journey } from "@/lib/journeys/journey";
import type { Part } from "@/lib/journeys/part";
import { isTrait } from "@/lib/journeys/read-traits";
import type { ScanPlan } from "@/lib/journeys/scan-plan";
import type { Matcher, SegmentFilter } from "@/lib/matching/definition";
import { fieldsOfMatcher } from "@/lib/matching/rules";
import { type ColumnSet, openColumns } from "./column-set";
import type { Basis, Unit } from "./definition";
import type { Copies } from "./drop-copies";
import { type GoalCounter, goalCounter } from "./goal-counter";
import type { Range } from "./range";
import type { Read, ReportContext } from "./report";
import { orderIdColumns, restatementOf } from "./restatement";
import { needsOfSegments, resolveSegment } from "./segment-needs";
import { membershipOf, type UnitFacts, type UnitTest, unitTest } from "./unit-filter";
import { forEachUnit, liesInside, markRange, type VisitUnit } from "./units";

/** What every question that counts units says. */
export type UnitQuestion = {
  unit: Unit;
  segment?: SegmentFilter;
  includeBots: boolean;
  /** Net unless stated. */
  basis?: Basis;
};

/** A question over one range and one part of the visitors. */
export type Asked<Q extends UnitQuestion> = { question: Q; range: Range; part: Part; context: ReportContext };

/** What a fold reads of journeys. */
export type Wanted = {
  /**
   * Matcher k sets bit k of the masks. The bits after them belong to segments. Goals are asked for by key: their own rules
   * know nothing of cancelled orders.
   */
  matchers: readonly Matcher[];
  /** Columns that events are asked for. */
  fields: ReadonlySet<string>;
  /** Sessions are wanted although neither unit nor segments ask for them. */
  sessions?: boolean;
  /** Visitors without an event that satisfies one of these matchers (their bits) may be left out. */
  onlyWith?: number;
  /** Events that satisfy no matcher may be left out, and visitors without any. */
  onlyMatching?: boolean;
  /** Segments that are told apart. */
  groups?: readonly SegmentFilter[];
  /** Visitors who are counted by kind and not visited: only where no segment has a say. */
  kinds?: ScanPlan["kinds"];
};

/** Units that are ready to be visited. */
export type OpenUnits = {
  columns: ColumnSet;
  /**
   * Visits the units that the question counts. `prepare` sees every visitor's whole journey before its units. The range
   * is marked (`eventFlags.inRange`) where a goal counts once a visitor, and for unit session where a journey leaves it.
   */
  forEachUnit: (visit: VisitUnit, prepare?: (journey: Journey) => void) => Read;
  /** Counts a goal whose bit in the masks is `bit`; `copies` is what counting by key decided, if it is counted so. */
  counterOf: (goal: Goal, bit: number, copies?: Copies) => GoalCounter;
  /** Bit g says whether the unit that is being visited belongs to `groups[g]`. */
  membership: (journey: Journey, first: number, end: number) => number;
  /** Compiles one of `groups` to be judged over another range: what it opens is not opened by the scan. */
  testOver: (group: SegmentFilter, range: Range) => UnitTest;
};

/** Every matcher has a bit in the masks. */
export const mostMatchers = 32;

/** How many matchers of its own a fold may ask for at once beside those of the segments: at least one, or it never ends. */
export const roomForMatchers = (
  segments: readonly (SegmentFilter | undefined)[],
  context: ReportContext,
): number => Math.max(1, mostMatchers - needsOfSegments(segments, context).matchers.length);

const testsOf = (filters: readonly SegmentFilter[], context: ReportContext, facts: UnitFacts): UnitTest[] =>
  filters.map((filter) => unitTest(resolveSegment(filter, context), facts));

/** Opens a scan for a question, its segment and the segments it tells apart. */
export const openUnits = <Q extends UnitQuestion>(
  { question, range, part, context }: Asked<Q>,
  { matchers, fields, sessions = false, onlyWith, onlyMatching = false, groups = [], kinds }: Wanted,
): OpenUnits => {
  const { unit, segment, includeBots, basis = "net" } = question;
  const restatement = restatementOf(context, basis, range.asOf);
  const rules = restatement?.rules ?? context.rules;
  const segments = segment ? [segment, ...groups] : groups;
  if (kinds && segments.length > 0)
    throw new Error("Who is counted by kind cannot be told apart by segments.");
  const needs = needsOfSegments(segments, context);
  const all = [...matchers, ...needs.matchers];
  if (all.length > mostMatchers) throw new Error("A scan was asked for more matchers than there are bits.");
  const judged = new Set([...fields, ...needs.fields]);
  // A trait is its visitor's: events are not asked for it.
  const columnsRead = new Set([...judged].filter((field) => !isTrait(field)));
  if (restatement) for (const column of orderIdColumns(context.goals)) columnsRead.add(column);
  for (const matcher of all) fieldsOfMatcher(matcher, rules, judged);
  const bySession = unit === "session" || sessions || needs.sessions || judged.has("channel");
  const plan = { matchers: all, rules, range, asOf: range.asOf, includeBots, onlyWith, past: true, kinds };
  const { scan, columns } = openColumns(
    part,
    bySession
      ? { ...plan, sessionGapMs: context.project.sessionGapMs }
      : { ...plan, onlyMatching: onlyMatching && segments.length === 0 },
    columnsRead,
  );
  const texts = needs.matchers.map((one) => JSON.stringify(one));
  const bitOf = (matcher: Matcher): number => matchers.length + texts.indexOf(JSON.stringify(matcher));
  const facts: UnitFacts = { columns, part, range, unit, bitOf };
  const [own] = segment ? testsOf([segment], context, facts) : [];
  const groupTests = testsOf(groups, context, facts);
  const opens = [own, ...groupTests].flatMap((test) => test?.open ?? []);
  const { currency } = context.project;
  let countsInRange = false;
  return {
    columns,
    counterOf: (goal, bit, copies) => {
      countsInRange ||= goal.counting === "visitor";
      return goalCounter(goal, bit, { columns, currency, copies, restatement });
    },
    forEachUnit: (visit, prepare) =>
      scan.forEachJourney((journey) => {
        if (countsInRange || (unit === "session" && !liesInside(journey, range)))
          markRange(journey, unit, range);
        for (let o = 0; o < opens.length; o++) opens[o]?.(journey);
        prepare?.(journey);
        forEachUnit(journey, unit, range, own?.keeps, visit);
      }),
    membership: membershipOf(groupTests),
    testOver: (group, over) => unitTest(resolveSegment(group, context), { ...facts, range: over }),
  };
};
