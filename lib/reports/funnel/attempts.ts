import { eventFlags } from "@/lib/journeys/event-flags";
import type { Journey } from "@/lib/journeys/journey";
import { columnOf } from "@/lib/matching/column";
import type { Matcher } from "@/lib/matching/definition";
import { automaticEvents } from "../automatic-events";
import type { ColumnSet } from "../column-set";
import type { Wanted } from "../open-units";
import type { Range } from "../range";
import type { ReportContext } from "../report";
import type { Attempt, AttemptFinder } from "./attempt";
import { BestAttempt } from "./best-attempt";
import type { Question } from "./definition";
import { exclusionsOf, requiredSteps, stretchesOf } from "./funnel-plan";
import { GeneralAttempt } from "./general-attempt";
import { HeldMatches } from "./held-matches";
import { UnorderedAttempt } from "./unordered-attempt";

// Hot path: nothing is allocated for a visitor, unless something is held constant.

/** What of a funnel says how its attempts go. */
export type Funnel = Pick<Question, "unit" | "steps" | "order" | "windowMs" | "exclude" | "holdConstant">;

/** The events of a funnel, in the order of their bits. */
export const matchersOf = ({ steps, exclude, order }: Funnel): Matcher[] => [
  ...steps,
  ...exclude,
  ...(order === "strict" ? [automaticEvents] : []),
];

/** Where a funnel states the matcher at this place. */
export const pathOfMatcher = ({ steps }: Pick<Funnel, "steps">, place: number): string =>
  place < steps.length ? `steps.${place}` : `exclude.${place - steps.length}`;

/** What the attempts of a funnel read of journeys; `fields` are those that are asked for beside. */
export const wantedOfAttempts = (funnel: Funnel, fields: ReadonlySet<string>): Wanted => ({
  matchers: matchersOf(funnel),
  fields: new Set([...fields, ...funnel.holdConstant.map(columnOf)]),
  // An attempt begins with the first step, unless any may be first.
  ...(funnel.order === "unordered" ? {} : { onlyWith: 1 }),
  onlyMatching: funnel.order !== "strict",
});

/** The way of finding attempts that costs least for what the funnel asks. */
const finderOf = (funnel: Funnel, columns: ColumnSet): AttemptFinder => {
  const { steps, exclude, order, windowMs, holdConstant } = funnel;
  const held = holdConstant.length > 0 ? new HeldMatches(holdConstant, columns, steps.length) : undefined;
  if (order === "unordered") return new UnorderedAttempt(steps.length, windowMs, held);
  const isPlain =
    !held &&
    order === "ordered" &&
    exclude.length === 0 &&
    steps.every(({ optional, withinMs }) => !optional && withinMs === undefined);
  if (isPlain) return new BestAttempt(steps.length, windowMs);
  const bits = matchersOf(funnel).length;
  return new GeneralAttempt({
    windowMs,
    stretches: stretchesOf(funnel),
    exclusions: exclusionsOf(funnel),
    bits,
    ...(order === "strict" ? { automaticBit: bits - 1 } : {}),
    ...(held ? { held } : {}),
  });
};

const longestSessionMs = 24 * 3_600_000;

const sessionMayGoOn = (journey: Journey, end: number, gapMs: number, asOf: number): boolean => {
  // Passive events do not prolong a session; its first event is never one.
  let last = end - 1;
  while (((journey.flags[last] ?? 0) & eventFlags.passive) !== 0) last--;
  const lastAt = journey.at[last] ?? 0;
  const startedAt = journey.at[journey.start] ?? 0;
  return lastAt + gapMs >= asOf && startedAt + longestSessionMs >= asOf;
};

/** Attempts of units as `openUnits` visits them. */
export type Attempts = {
  /** The best attempt of the unit whose events are `first ≤ i < end`; its `reached` is 0 where the unit has none. */
  find: (journey: Journey, first: number, end: number) => Attempt;
  /** Whether every required step was reached. */
  isComplete: (attempt: Attempt) => boolean;
  /** Whether an attempt that is not complete can still reach its next required step at `asOf`. */
  isOpen: (attempt: Attempt, journey: Journey, end: number) => boolean;
};

/** With unit visitor steps may lie after the range, with unit session none outside the session. */
export const attemptsOf = (
  funnel: Funnel,
  columns: ColumnSet,
  { asOf }: Pick<Range, "asOf">,
  { project }: Pick<ReportContext, "project">,
): Attempts => {
  const finder = finderOf(funnel, columns);
  const all = requiredSteps(funnel).length;
  const bySession = funnel.unit === "session";
  return {
    find: (journey, first, end) => finder.find(journey, first, end, bySession ? end : journey.end),
    isComplete: ({ reached }) => reached === all,
    isOpen: ({ reached, until, events }, journey, end) => {
      if (reached === all || until < asOf) return false;
      const flags = journey.flags[events[0] ?? 0] ?? 0;
      if (!bySession || (flags & eventFlags.ownSession) !== 0) return true;
      return sessionMayGoOn(journey, end, project.sessionGapMs, asOf);
    },
  };
};
