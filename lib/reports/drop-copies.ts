import type { KeyedEvents } from "./collect-keyed";
import type { Money } from "./definition";
import { joinFloats } from "./float-list";
import type { KeyedSurvey } from "./keyed-events";

// Hot path: one pass over the keys of all orders, objects only for those that occur more than once.

const copyMs = 30 * 86_400_000;

/** What counting by key decides, by `seq`: events that are copies, and values that copies fill in. */
export type Copies = { dropped: ReadonlySet<number>; filled: ReadonlyMap<number, Money> };

const joinEvents = (parts: readonly KeyedEvents[]): KeyedEvents => {
  const currencies = [...new Set(parts.flatMap((part) => part.currencies))];
  const moved = parts.map((part) => {
    const places = part.currencies.map((currency) => currencies.indexOf(currency));
    return part.currency.map((place) => places[place] ?? -1);
  });
  return {
    hashA: joinFloats(parts.map((part) => part.hashA)),
    hashB: joinFloats(parts.map((part) => part.hashB)),
    at: joinFloats(parts.map((part) => part.at)),
    seq: joinFloats(parts.map((part) => part.seq)),
    minor: joinFloats(parts.map((part) => part.minor)),
    currency: joinFloats(moved),
    currencies,
  };
};

/** Used again by one question after the other, but for more than 32 MB. */
let scratch = new Int32Array(0);
const largestScratch = 2 ** 23;

/** So many slots of 0. */
const freeSlots = (slots: number): Int32Array => {
  if (slots > largestScratch) return new Int32Array(slots);
  if (scratch.length < slots) scratch = new Int32Array(slots);
  return scratch.fill(0, 0, slots);
};

/** The places of events whose key occurs more than once, key by key. */
const repeatedPlaces = ({ hashA, hashB }: KeyedEvents): number[][] => {
  const repeated = new Map<number, number[]>();
  // Open addressing: 0 is free, else 1 + the place of the key's first event.
  const slots = 2 ** Math.ceil(Math.log2(2 * hashA.length + 2));
  const firstOf = freeSlots(slots);
  for (let i = 0; i < hashA.length; i++) {
    let slot = (hashA[i] ?? 0) & (slots - 1);
    for (;;) {
      const first = (firstOf[slot] ?? 0) - 1;
      if (first < 0) {
        firstOf[slot] = i + 1;
        break;
      }
      if (hashA[first] === hashA[i] && hashB[first] === hashB[i]) {
        const same = repeated.get(first);
        if (same) same.push(i);
        else repeated.set(first, [first, i]);
        break;
      }
      slot = (slot + 1) & (slots - 1);
    }
  }
  return [...repeated.values()];
};

const decideGoal = (events: KeyedEvents): Copies => {
  const { at, seq, minor, currency, currencies } = events;
  const dropped = new Set<number>();
  const filled = new Map<number, Money>();
  for (const same of repeatedPlaces(events)) {
    same.sort((a, b) => (at[a] ?? 0) - (at[b] ?? 0) || (seq[a] ?? 0) - (seq[b] ?? 0));
    let first: number | undefined;
    for (const place of same) {
      if (first === undefined || (at[place] ?? 0) - (at[first] ?? 0) > copyMs) {
        first = place;
        continue;
      }
      dropped.add(seq[place] ?? 0);
      const stated = currencies[currency[place] ?? -1];
      if ((currency[first] ?? -1) >= 0 || stated === undefined || filled.has(seq[first] ?? 0)) continue;
      filled.set(seq[first] ?? 0, { currency: stated, minor: minor[place] ?? 0 });
    }
  }
  return { dropped, filled };
};

/** What was decided of lists that never change, by their names; the least recently asked are forgotten first. */
const decided = new Map<string, Copies>();
const mostDecided = 16;

const decide = (lists: readonly KeyedEvents[]): Copies => {
  const some = lists.filter(({ at }) => at.length > 0);
  if (!some.every(({ name }) => name !== undefined)) return decideGoal(joinEvents(some));
  const names = some.map(({ name }) => name).join();
  const copies = decided.get(names) ?? decideGoal(joinEvents(some));
  decided.delete(names);
  decided.set(names, copies);
  for (const oldest of decided.keys()) if (decided.size > mostDecided) decided.delete(oldest);
  return copies;
};

/**
 * Counting by key (an order id), decided from what all parts found: an event whose key first occurred in the 30 days
 * before, on any visitor, is a copy of that first one and only fills a missing value. Events without a key each count.
 */
export const dropCopies = (surveys: readonly KeyedSurvey[]): ReadonlyMap<string, Copies> => {
  const goals = new Set(surveys.flatMap((survey) => [...survey.keys()]));
  return new Map(
    [...goals].map((goal): [string, Copies] => {
      const lists = surveys.flatMap((survey) => survey.get(goal) ?? []);
      return [goal, decide(lists)];
    }),
  );
};
