import type { ChainCounts } from "@/lib/statistics/markov-removal";
import type { Coalition } from "@/lib/statistics/shapley";
import type { GroupLabel } from "../breakdown-groups";
import { type ConvertedSums, joinConverted, newConvertedSums } from "../converted-sums";
import { addCredits, type CreditColumns, noCredits, rowOfKey, untouchedRow } from "./credits";
import type { AttributionPartial } from "./fold";
import type { JourneyCountsPartial, SetCounts } from "./journey-counts";

/**
 * What all parts counted. Rows of credits are `untouchedRow`, the keys in order of their names, and last what models of all
 * journeys did not tell apart.
 */
export type Joined = {
  keys: readonly (string | null)[];
  rows: number;
  otherRow: number;
  /** By row. */
  sessions: Float64Array;
  all: CreditColumns;
  converted: ConvertedSums;
  credits: CreditColumns[];
  journeys: JoinedJourneys | undefined;
  links: CreditColumns[];
};

/** States stand for rows of credits: `rowOf`, ascending. */
export type JoinedJourneys = { rowOf: readonly number[]; chain: ChainCounts; coalitions: Coalition[] };

const byName = (a: string | null, b: string | null): number => {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
};

const addTo = (into: Float64Array, place: number, count: number): void => {
  into[place] = (into[place] ?? 0) + count;
};

const joinChains = (
  parts: readonly { chain: ChainCounts; stateOf: readonly number[] }[],
  states: number,
): ChainCounts => {
  const joined = {
    states,
    counts: new Float64Array(states * states),
    starts: new Float64Array(states),
    successes: new Float64Array(states),
    failures: new Float64Array(states),
  };
  for (const { chain, stateOf } of parts)
    for (const [from, state] of stateOf.entries()) {
      addTo(joined.starts, state, chain.starts[from] ?? 0);
      addTo(joined.successes, state, chain.successes[from] ?? 0);
      addTo(joined.failures, state, chain.failures[from] ?? 0);
      for (const [to, next] of stateOf.entries())
        addTo(joined.counts, state * states + next, chain.counts[from * chain.states + to] ?? 0);
    }
  return joined;
};

const membersOf = ({ before, state }: SetCounts, node: number, stateOf: readonly number[]): number[] => {
  const members: number[] = [];
  for (let at = node; at > 0; at = before[at] ?? 0) members.push(stateOf[state[at] ?? 0] ?? 0);
  return members.sort((a, b) => a - b);
};

const joinSets = (parts: readonly { sets: SetCounts; stateOf: readonly number[] }[]): Coalition[] => {
  const joined = new Map<string, { members: number[]; trials: number; successes: number }>();
  for (const { sets, stateOf } of parts)
    for (let node = 1; node < sets.journeys.length; node++) {
      const journeys = sets.journeys[node] ?? 0;
      if (journeys === 0) continue;
      const members = membersOf(sets, node, stateOf);
      const key = members.join();
      const coalition = joined.get(key) ?? { members, trials: 0, successes: 0 };
      joined.set(key, coalition);
      coalition.trials += journeys;
      coalition.successes += sets.conversions[node] ?? 0;
    }
  // In one order, so that what is sampled does not depend on which part met a set first.
  return [...joined].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, coalition]) => coalition);
};

const joinJourneys = (
  parts: readonly JourneyCountsPartial[],
  rowOfLabel: (label: GroupLabel) => number,
): JoinedJourneys | undefined => {
  if (parts.length === 0) return undefined;
  const rowOf = [...new Set(parts.flatMap(({ labels }) => labels.map(rowOfLabel)))].sort((a, b) => a - b);
  const stateOfRow = new Map(rowOf.map((row, state) => [row, state]));
  const placed = parts.map((part) => ({
    ...part,
    stateOf: part.labels.map((label) => stateOfRow.get(rowOfLabel(label)) ?? 0),
  }));
  return { rowOf, chain: joinChains(placed, rowOf.length), coalitions: joinSets(placed) };
};

/** Puts together what all parts counted. */
export const joinPartials = (partials: readonly AttributionPartial[]): Joined => {
  const keys = [...new Set(partials.flatMap((partial) => partial.keys))].sort(byName);
  const rows = keys.length + 2;
  const otherRow = rows - 1;
  const rowOfText = new Map(keys.map((key, place) => [key, rowOfKey(place)]));
  const rowOfLabel = ({ value, other }: GroupLabel): number =>
    other ? otherRow : (rowOfText.get(value) ?? otherRow);
  const sessions = new Float64Array(rows);
  const all = noCredits(2);
  const converted = newConvertedSums();
  const credits = (partials[0]?.credits ?? []).map(() => noCredits(rows));
  const links = (partials[0]?.links ?? []).map(() => noCredits(rows));
  for (const partial of partials) {
    const places = Int32Array.from([
      untouchedRow,
      ...partial.keys.map((key) => rowOfText.get(key) ?? otherRow),
    ]);
    for (const [number, count] of partial.sessions.entries())
      addTo(sessions, places[rowOfKey(number)] ?? 0, count);
    addCredits(all, partial.all, Int32Array.of(0, 1));
    joinConverted(converted, partial.converted);
    for (const [m, into] of credits.entries()) {
      const more = partial.credits[m];
      if (more) addCredits(into, more, places);
    }
    for (const [m, into] of links.entries()) {
      const more = partial.links?.[m];
      if (more) addCredits(into, more, places);
    }
  }
  const journeys = joinJourneys(
    partials.flatMap((partial) => partial.journeys ?? []),
    rowOfLabel,
  );
  return { keys, rows, otherRow, sessions, all, converted, credits, journeys, links };
};
