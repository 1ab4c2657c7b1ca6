import type { Names } from "./segment-in-words";

type Named = { key: string; name: string };

const byKey = (all: readonly Named[]): Record<string, string> =>
  Object.fromEntries(all.map(({ key, name }) => [key, name]));

/** What goals and segments are called, by key. */
export const namesOf = ({
  goals,
  segments,
}: {
  goals: readonly Named[];
  segments: readonly Named[];
}): Names => ({ goals: byKey(goals), segments: byKey(segments) });
