import { channelDictionary } from "@/lib/journeys/derive-channels";
import type { Journey } from "@/lib/journeys/journey";
import type { TouchKeys } from "./touch-keys";

// Hot path: called for every visitor and conversion; arrays are kept and grow.

const none = -1;
/** A touch whose key is not told yet. */
const waiting = -2;

/** Of one moment: the first and the latest, so that a visitor with very many sessions takes no longer than others. */
const mostTouches = 500;

const directCode = Array.from({ length: channelDictionary.size }, (_, code) =>
  channelDictionary.value(code),
).indexOf("Direct");

/** The sessions of one visitor as touches, in order, and the touches of one moment. */
export class VisitorTouches {
  /** By session, in order: its first event, when that was, and its key, −1 for a session that is no touch. */
  count = 0;
  place = new Int32Array(64);
  at = new Float64Array(64);
  key = new Int32Array(64);
  /** What `look` found: keys in order, how long before the moment, and whether they came directly. */
  found = 0;
  keys = new Int32Array(64);
  ages = new Float64Array(64);
  direct = new Uint8Array(64);
  private isDirect = new Uint8Array(64);
  /** The sessions that are touches, in order. */
  private order = new Int32Array(64);
  private touches = 0;
  private first = none;

  constructor(
    private readonly touchKeys: TouchKeys,
    private readonly lookbackMs: number,
  ) {}

  /** Looks at a visitor's whole journey. */
  open(journey: Journey): void {
    const { session, start, end } = journey;
    const { touchKeys } = this;
    this.count = 0;
    this.first = none;
    for (let i = start; i < end; i++) {
      const number = session[i] ?? none;
      if (number < 0) continue;
      if (this.first < 0) this.first = number;
      const k = number - this.first;
      // Numbers grow with a session's first event.
      if (k >= this.count) this.begin(journey, i, k);
      if (this.key[k] === waiting) {
        const key = touchKeys.ofEvent(journey, i);
        if (key >= 0) this.key[k] = key;
      }
    }
    this.touches = 0;
    for (let k = 0; k < this.count; k++) {
      if (this.key[k] === waiting) this.key[k] = touchKeys.ofNone();
      if ((this.key[k] ?? none) >= 0) this.order[this.touches++] = k;
    }
  }

  /**
   * Finds the touches of event i: the visitor's sessions that began before it within the lookback, and the session that
   * it lies in whenever that began. Of more than `mostTouches` the first and the latest.
   */
  look(journey: Journey, i: number): void {
    const { at, place, key, order } = this;
    const moment = journey.at[i] ?? 0;
    const number = journey.session[i] ?? none;
    const own = number < 0 ? none : number - this.first;
    const earliest = moment - this.lookbackMs;
    const end = this.countBelow(place, i + 1);
    let next = this.countBelow(at, earliest);
    this.found = 0;
    if (own >= 0 && (key[own] ?? none) >= 0 && (at[own] ?? 0) < earliest) this.take(own, moment);
    if (this.found + end - next > mostTouches) {
      if (this.found === 0) this.take(order[next] ?? 0, moment);
      next = end - (mostTouches - 1);
    }
    for (; next < end; next++) this.take(order[next] ?? 0, moment);
  }

  /** How many touches come before this value of a column that grows with them. */
  private countBelow(column: Int32Array | Float64Array, value: number): number {
    let low = 0;
    let high = this.touches;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((column[this.order[middle] ?? 0] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private take(k: number, moment: number): void {
    const { keys, ages, direct, found } = this;
    keys[found] = this.key[k] ?? none;
    ages[found] = moment - (this.at[k] ?? 0);
    direct[found] = this.isDirect[k] ?? 0;
    this.found++;
  }

  private begin(journey: Journey, i: number, k: number): void {
    if (k >= this.place.length) this.grow(2 * (k + 1));
    this.key.fill(none, this.count, k);
    const channel = journey.channel[i] ?? none;
    this.place[k] = i;
    this.at[k] = journey.at[i] ?? 0;
    this.isDirect[k] = channel === directCode ? 1 : 0;
    this.key[k] =
      channel < 0 ? none : this.touchKeys.by === "channel" ? this.touchKeys.ofChannel(channel) : waiting;
    this.count = k + 1;
  }

  private grow(length: number): void {
    const larger = <A extends Int32Array | Float64Array | Uint8Array>(array: A, into: A): A => {
      into.set(array);
      return into;
    };
    this.place = larger(this.place, new Int32Array(length));
    this.at = larger(this.at, new Float64Array(length));
    this.key = larger(this.key, new Int32Array(length));
    this.isDirect = larger(this.isDirect, new Uint8Array(length));
    this.order = new Int32Array(length);
    this.keys = new Int32Array(length);
    this.ages = new Float64Array(length);
    this.direct = new Uint8Array(length);
  }
}
