import type { Matcher } from "@/lib/matching/definition";
import type { GoalRules } from "@/lib/matching/rules";
import type { Run } from "./run";

/**
 * Visitors of gathered rows who are counted by kind instead of being handed over: `counts[kindOf[place]]` goes up by one.
 * Of kind 0 are those who have to be looked at.
 */
export type VisitorKinds = { kindOf: Uint16Array; counts: Uint32Array };

export type ScanPlan = {
  /** Up to 32; matcher k sets bit k of `Journey.mask`. */
  matchers: readonly Matcher[];
  rules: GoalRules;
  /** Columns that `codeAt` can be asked for, by their place here: stored fields, properties by their top-level name, `channel`, `name`. */
  fields: readonly string[];
  /** Only visitors who were about then are handed over: seen before its end, and not last seen before its start. */
  range: { from: number; to: number };
  /** Events at or after this time are not there yet, ms since 1970. */
  asOf: number;
  includeBots: boolean;
  /** How long without an event ends a session, ms. Without it no event has a session or a channel. */
  sessionGapMs?: number;
  /** Visitors without an event that sets one of these bits may be left out. */
  onlyWith?: number;
  /** Events that satisfy no matcher may be left out. */
  onlyMatching?: boolean;
  /** Journeys are handed over with their past, where the part has it: `Journey.past`. */
  past?: boolean;
  /**
   * By the times of gathered rows: the kinds of their visitors. Only who lies in the range, was seen last at `until` (ms since
   * 1970) or before, and has no past is counted so.
   */
  kinds?: { until: number; ofRows: ReadonlyMap<Run["at"], VisitorKinds> };
  /** Nobody asks whether a visitor was active: events are left out although passive ones say nothing of that. */
  whoeverWasActive?: boolean;
};
