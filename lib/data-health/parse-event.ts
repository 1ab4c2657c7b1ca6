import type { RawEvent } from "./apply-repair";

/** The event in a kept payload; null for the beginning of a body that nobody could read, and for what is no object. */
export const parseEvent = (payload: string): RawEvent | null => {
  try {
    const value: unknown = JSON.parse(payload);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as RawEvent) : null;
  } catch {
    return null;
  }
};
