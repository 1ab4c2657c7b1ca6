import type { Matcher, SegmentFilter } from "@/lib/matching/definition";
import type { GroupLabel } from "../breakdown-groups";
import type { Range } from "../range";
import { type Chain, matchersOf } from "./chain";
import type { BiggestDriver, FactorName, Question } from "./definition";

/** The factor whose people are asked for, and where. */
type Driver = { factor: FactorName; step?: number; direction: "up" | "down"; group?: GroupLabel };

const everybody: SegmentFilter = {
  or: [
    { field: "device", op: "exists" },
    { field: "device", op: "notExists" },
  ],
};

/** The units of a group; nothing for a property, which belongs to single events. */
const inGroup = (by: string, label: GroupLabel | undefined, named: readonly string[]): SegmentFilter[] => {
  if (!label || by.startsWith("property.")) return [];
  if (label.other) return [{ field: by, op: "exists" }, { not: { field: by, op: "is", value: [...named] } }];
  if (label.value === null) return [{ field: by, op: "notExists" }];
  return [{ field: by, op: "is", value: label.value }];
};

const didAny = (matchers: readonly Matcher[]): SegmentFilter => ({ did: { any: [...matchers] } });

/** Whoever got at least to step k; all units get to 0. */
const gotTo = (step: number, { steps, macros }: Chain): SegmentFilter[] =>
  step === 0 ? [] : [didAny(matchersOf({ steps: steps.slice(step - 1), macros }))];

const ofFactor = ({ factor, step = 0, direction }: Driver, chain: Chain): SegmentFilter[] => {
  if (factor === "orderValue") return gotTo(chain.steps.length + 1, chain);
  if (factor !== "step") return [];
  if (direction === "up") return gotTo(step, chain);
  return [...gotTo(step - 1, chain), ...gotTo(step, chain).map((reached) => ({ not: reached }))];
};

/**
 * Who is behind a driver: those who are there now, or were there before where traffic or a group's share shrank; of a step
 * that fewer reach those who stayed before it, of one that more reach those who reached it; of money those who converted,
 * also without a visit where that is what counts.
 */
export const peopleBehind = (
  driver: Driver,
  {
    question,
    chain,
    ranges,
    labels,
  }: {
    question: Question;
    chain: Chain;
    ranges: { before: Range; after: Range };
    labels: readonly GroupLabel[];
  },
): BiggestDriver["people"] => {
  const wereThere = (driver.factor === "traffic" || driver.factor === "mix") && driver.direction === "down";
  const range = wereThere ? ranges.before : ranges.after;
  const { unit, basis, includeBots, definedAt, segment, by } = question;
  const named = labels.flatMap(({ value, other }) => (other || value === null ? [] : value));
  const asOf = wereThere || question.asOf !== undefined ? new Date(range.asOf).toISOString() : undefined;
  const common = {
    from: new Date(range.from).toISOString(),
    to: new Date(range.to).toISOString(),
    basis,
    includeBots,
    ...(asOf === undefined ? {} : { asOf }),
    ...(definedAt === undefined ? {} : { definedAt }),
  };
  const [goal] = chain.macros;
  // Segments keep visitors who visit; of a goal all converters are listed.
  if (driver.factor === "unattended" && goal)
    return {
      of: { ...common, unit: "visitor", ...(segment ? { segment } : {}), goal: goal.key },
      limit: 50,
    };
  const filters = [
    ...(segment ? [segment] : []),
    ...inGroup(by, driver.group, named),
    ...ofFactor(driver, chain),
  ];
  const [only = everybody] = filters;
  return { of: { ...common, unit, segment: filters.length > 1 ? { and: filters } : only }, limit: 50 };
};
