import { z } from "zod";
import type { Goal } from "@/lib/goals/definition";
import type { KnownId } from "@/lib/journeys/visitor-facts-store";
import { type Computed, commonQuestion, type Money, type Warning } from "../definition";

/** What did one visitor do? From the beginning until `asOf`, now unless stated. */
export const journeyQuestion = z.strictObject({
  /** The `id` that lists of visitors say, or any other id that was sent for the visitor. */
  visitorId: z.string().min(1, "State whose journey: an id as a list of visitors says it.").max(1024),
  limit: z
    .number()
    .int()
    .min(1, "A page has at least one session.")
    .max(100, "A page has at most 100 sessions: go on with `cursor`.")
    .default(20),
  /** `next` of the answer before. */
  cursor: z.string().max(200).optional(),
  asOf: commonQuestion.asOf,
  definedAt: commonQuestion.definedAt,
  basis: commonQuestion.basis,
  includeBots: commonQuestion.includeBots,
});
export type JourneyQuestion = z.input<typeof journeyQuestion>;

/** A goal that the visitor reached, and how often as it counts conversions; `value` by currency. */
export type ReachedGoal = Pick<Goal, "key" | "name" | "tier" | "stage"> & {
  conversions: number;
  value: Money[];
};

/** What one conversion was worth. */
export type GoalWorth = Money & { goal: string };

/** `goals` are those whose conversion the event is: a copy of an order, or another time in the session, is none. */
export type JourneyEvent = {
  /** RFC 3339. */
  at: string;
  name: string;
  host: string | null;
  path: string | null;
  title: string | null;
  properties: Record<string, unknown>;
  goals: string[];
  values: GoalWorth[];
  /** Sent by the tracker itself: no step on anyone's way. */
  automatic: boolean;
  passive: boolean;
  bot: boolean;
};

/**
 * A session, or an event in none, where `session` is `null`: a renewal, say. `session` counts the visitor's from 1. The
 * landing page is the first one viewed; device and country are the first known.
 */
export type JourneySession = {
  session: number | null;
  start: string;
  end: string;
  channel: string | null;
  source: string | null;
  campaign: string | null;
  referrer: string | null;
  landing: string | null;
  device: string | null;
  country: string | null;
  events: JourneyEvent[];
  /** How many events there are beyond those listed. */
  more: number;
};

/**
 * A visitor as known at `asOf`; ids and traits as known now. `value`: what the macro conversions were worth, net, as
 * lists of visitors say it. Times are `null` without events.
 */
export type JourneyVisitor = {
  id: string;
  ids: KnownId[];
  /** How many ids there are beyond those listed. */
  moreIds: number;
  firstSeen: string | null;
  lastSeen: string | null;
  sessions: number;
  events: number;
  country: string | null;
  device: string | null;
  /** That of the first touch. */
  channel: string | null;
  value: Money[];
  goals: ReachedGoal[];
  traits: Record<string, unknown>;
};

/** Newest sessions first, their events in order. */
export type JourneyAnswer = {
  visitor: JourneyVisitor;
  sessions: JourneySession[];
  /** To ask for those before, `null` when there are none. */
  next: string | null;
  computed: Computed;
  warnings?: Warning[];
};
