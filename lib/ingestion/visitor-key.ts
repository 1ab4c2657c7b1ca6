import type { Draft } from "./draft";

/** The id under whose number an event is written. */
export const visitorKeyOf = ({ userKey, anonymousKey, orderKey }: Draft): string =>
  userKey ?? anonymousKey ?? orderKey ?? "";
