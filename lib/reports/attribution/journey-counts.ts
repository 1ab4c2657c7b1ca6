import type { ChainCounts } from "@/lib/statistics/markov-removal";
import type { GroupLabel } from "../breakdown-groups";
import { FloatList } from "../float-list";

// Hot path: called for every conversion and for every visitor without one; nothing is allocated but for what is new.

/** Models that look at all journeys tell so many keys apart, and one more: all others together. */
export const mostStates = 200;
const room = mostStates + 2;

/** What keys are to models that look at all journeys: states, numbered from 0. */
export class States {
  readonly labels: GroupLabel[] = [];
  private readonly known: number[] = [];
  private other = -1;

  /** `texts` are those of the keys by number; without `named` every key is a state of its own. */
  constructor(
    private readonly texts: readonly (string | null)[],
    private readonly named: ReadonlySet<string | null> | undefined,
  ) {}

  of(key: number): number {
    const known = this.known[key];
    if (known !== undefined) return known;
    const value = this.texts[key] ?? null;
    const state = this.named && !this.named.has(value) ? this.ofOthers() : this.labels.push({ value }) - 1;
    this.known[key] = state;
    return state;
  }

  private ofOthers(): number {
    if (this.other < 0) this.other = this.labels.push({ value: null, other: true }) - 1;
    return this.other;
  }
}

/**
 * Journeys by the set of states they touched, as a tree: by node the one before it, the state that it adds, in ascending
 * order, and how many journeys touched exactly these and converted. Node 0 is nothing. Plain data.
 */
export type SetCounts = {
  before: Float64Array;
  state: Float64Array;
  journeys: Float64Array;
  conversions: Float64Array;
};

class Sets {
  private readonly next = new Map<number, number>();
  private readonly before = new FloatList();
  private readonly state = new FloatList();
  private journeys = new Float64Array(64);
  private conversions = new Float64Array(64);
  private readonly chosen = new Int32Array(room);

  constructor() {
    this.before.push(-1);
    this.state.push(-1);
  }

  add(states: Int32Array, count: number, converts: boolean): void {
    let node = 0;
    const distinct = this.choose(states, count);
    for (let k = 0; k < distinct; k++) node = this.step(node, this.chosen[k] ?? 0);
    this.journeys[node] = (this.journeys[node] ?? 0) + 1;
    if (converts) this.conversions[node] = (this.conversions[node] ?? 0) + 1;
  }

  counts(): SetCounts {
    const nodes = this.before.length;
    return {
      before: this.before.taken(),
      state: this.state.taken(),
      journeys: this.journeys.slice(0, nodes),
      conversions: this.conversions.slice(0, nodes),
    };
  }

  /** Puts the distinct states in order. */
  private choose(states: Int32Array, count: number): number {
    const { chosen } = this;
    let size = 0;
    for (let k = 0; k < count; k++) {
      const state = states[k] ?? 0;
      let place = size;
      while (place > 0 && (chosen[place - 1] ?? 0) > state) place--;
      if (place > 0 && chosen[place - 1] === state) continue;
      for (let larger = size++; larger > place; larger--) chosen[larger] = chosen[larger - 1] ?? 0;
      chosen[place] = state;
    }
    return size;
  }

  private step(node: number, state: number): number {
    const way = node * room + state;
    let next = this.next.get(way);
    if (next === undefined) {
      next = this.before.length;
      this.next.set(way, next);
      this.before.push(node);
      this.state.push(state);
      if (next >= this.journeys.length) {
        const [journeys, conversions] = [new Float64Array(2 * next), new Float64Array(2 * next)];
        journeys.set(this.journeys);
        conversions.set(this.conversions);
        this.journeys = journeys;
        this.conversions = conversions;
      }
    }
    return next;
  }
}

/** What one part counted of journeys; `labels` are its states. */
export type JourneyCountsPartial = { labels: GroupLabel[]; chain: ChainCounts; sets: SetCounts };

/** Counts journeys of touches, converting or not: how states follow each other, and which occur together. */
export class JourneyCounts {
  private readonly counts = new Float64Array(room * room);
  private readonly starts = new Float64Array(room);
  private readonly successes = new Float64Array(room);
  private readonly failures = new Float64Array(room);
  private readonly sets = new Sets();
  private path = new Int32Array(64);

  constructor(private readonly states: States) {}

  /** A journey over the touches with these keys, in order. */
  add(keys: Int32Array, count: number, converts: boolean): void {
    if (count === 0) return;
    if (this.path.length < count) this.path = new Int32Array(2 * count);
    const { path, states, counts } = this;
    for (let k = 0; k < count; k++) path[k] = states.of(keys[k] ?? 0);
    const first = path[0] ?? 0;
    const last = path[count - 1] ?? 0;
    this.starts[first] = (this.starts[first] ?? 0) + 1;
    for (let k = 1; k < count; k++) {
      const step = (path[k - 1] ?? 0) * room + (path[k] ?? 0);
      counts[step] = (counts[step] ?? 0) + 1;
    }
    const ends = converts ? this.successes : this.failures;
    ends[last] = (ends[last] ?? 0) + 1;
    this.sets.add(path, count, converts);
  }

  totals(): JourneyCountsPartial {
    const { labels } = this.states;
    const states = labels.length;
    const counts = new Float64Array(states * states);
    for (let from = 0; from < states; from++)
      counts.set(this.counts.subarray(from * room, from * room + states), from * states);
    return {
      labels,
      chain: {
        states,
        counts,
        starts: this.starts.slice(0, states),
        successes: this.successes.slice(0, states),
        failures: this.failures.slice(0, states),
      },
      sets: this.sets.counts(),
    };
  }
}
