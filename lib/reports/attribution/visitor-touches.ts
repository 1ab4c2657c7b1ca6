import { channelDictionary } from "@/lib/journeys/derive-channels";
import type { Journey } from "@/lib/journeys/journey";
import type { TouchKeys } from "./touch-keys";

// Hot path: called for every visitor and conversion; arrays are kept and grow.

const none = -1;

/** Of one moment: the first and the latest, so that a visitor with very many sessions takes no longer than others. */
const mostTouches = 500;

const directCode = Array.from({ length: channelDictionary.size }, (_, code) =>
  channelDictionary.value(code),
).indexOf("Direct");

/** The sessions of one visitor as touches, in order, and the touches of one moment. */
export class VisitorTouches {
  /** By touch, in order: its session's first event, when that was, and its key. */
  count = 0;
  place = new Int32Array(64);
  at = new Float64Array(64);
  key = new Int32Array(64);
  /** Of all visitors so far. */
  highestKey = none;
  /** What `look` found: keys in order, how long before the moment, and whether they came directly. */
  found = 0;
  keys = new Int32Array(64);
  ages = new Float64Array(64);
  direct = new Uint8Array(64);
  private isDirect = new Uint8Array(64);
  /** By session, in order: its touch, −1 for one that is none. */
  private touchOf = new Int32Array(64);
  private sessions = 0;
  /** The number of the first session. */
  private first = none;

  constructor(
    private readonly touchKeys: TouchKeys,
    private readonly lookbackMs: number,
  ) {}

  /** Looks at a visitor's whole journey. */
  open(journey: Journey): void {
    const { session, start, end, sessions } = journey;
    this.count = 0;
    this.sessions = 0;
    this.first = none;
    let latest = none;
    let waiting = 0;
    for (let i = start; i < end; i++) {
      const number = session[i] ?? none;
      // Numbers grow with a session's first event.
      if (number <= latest) continue;
      if (latest < 0) this.first = number;
      latest = number;
      if (!this.begin(journey, i, number - this.first)) waiting++;
      if (this.sessions === sessions) break;
    }
    if (waiting > 0) this.tellKeys(journey);
    this.highestKey = this.touchKeys.texts.length - 1;
  }

  /**
   * Finds the touches of event i: the visitor's sessions that began before it within the lookback, and the session that
   * it lies in whenever that began. Of more than `mostTouches` the first and the latest.
   */
  look(journey: Journey, i: number): void {
    const { at, place, touchOf } = this;
    const moment = journey.at[i] ?? 0;
    const number = journey.session[i] ?? none;
    const own = number < 0 ? none : (touchOf[number - this.first] ?? none);
    const earliest = moment - this.lookbackMs;
    const end = this.countBelow(place, i + 1);
    let next = this.countBelow(at, earliest);
    this.found = 0;
    if (own >= 0 && own < next) this.take(own, moment);
    if (this.found + end - next > mostTouches) {
      if (this.found === 0) this.take(next, moment);
      next = end - (mostTouches - 1);
    }
    for (; next < end; next++) this.take(next, moment);
  }

  /** How many touches come before this value of a column that grows with them. */
  private countBelow(column: Int32Array | Float64Array, value: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((column[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private take(touch: number, moment: number): void {
    const { keys, ages, direct, found } = this;
    keys[found] = this.key[touch] ?? none;
    ages[found] = moment - (this.at[touch] ?? 0);
    direct[found] = this.isDirect[touch] ?? 0;
    this.found++;
  }

  /** Begins session k at its first event; answers false where that does not tell its key. */
  private begin(journey: Journey, i: number, k: number): boolean {
    if (k >= this.touchOf.length) this.grow(2 * (k + 1));
    while (this.sessions < k) this.touchOf[this.sessions++] = none;
    this.sessions = k + 1;
    const channel = journey.channel[i] ?? none;
    this.touchOf[k] = channel < 0 ? none : this.count;
    if (channel < 0) return true;
    const { touchKeys, count } = this;
    const key = touchKeys.by === "channel" ? touchKeys.ofChannel(channel) : touchKeys.ofEvent(journey, i);
    this.place[count] = i;
    this.at[count] = journey.at[i] ?? 0;
    this.isDirect[count] = channel === directCode ? 1 : 0;
    this.key[count] = key;
    this.count = count + 1;
    return key >= 0;
  }

  /** Finds the keys that no first event tells. */
  private tellKeys(journey: Journey): void {
    const { session, start, end } = journey;
    const { key, touchOf, touchKeys } = this;
    for (let i = start; i < end; i++) {
      const number = session[i] ?? none;
      const touch = number < 0 ? none : (touchOf[number - this.first] ?? none);
      if (touch >= 0 && (key[touch] ?? 0) < 0) key[touch] = touchKeys.ofEvent(journey, i);
    }
    for (let touch = 0; touch < this.count; touch++)
      if ((key[touch] ?? 0) < 0) key[touch] = touchKeys.ofNone();
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
    this.touchOf = larger(this.touchOf, new Int32Array(length));
    this.keys = new Int32Array(length);
    this.ages = new Float64Array(length);
    this.direct = new Uint8Array(length);
  }
}
