/** One byte an event: what else is known of it. */
export const eventFlags = {
  /** Matches, but never makes a session or a visitor of a denominator. */
  passive: 1,
  /** The sender stated the session, so no gap ends it. */
  ownSession: 2,
  bot: 4,
  /** Set by a report while it visits a journey: the event lies in the question's range. */
  inRange: 8,
} as const;
