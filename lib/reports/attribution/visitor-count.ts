import type { Journey } from "@/lib/journeys/journey";
import type { Converter } from "@/lib/rates/converter";
import { addConverted, type ConvertedSums, newConvertedSums } from "../converted-sums";
import type { GoalCounter } from "../goal-counter";
import { type Amount, Credits, type Currencies, untouchedRow, whole, withRoom } from "./credits";
import { TouchDivider } from "./divider";
import type { JourneyCounts } from "./journey-counts";
import type { Weigh } from "./model-weights";
import type { StageCount } from "./stage-count";
import type { VisitorTouches } from "./visitor-touches";

// Hot path: called for every visitor.

type Wanted = {
  /** Absent for a goal that was deleted. */
  counter: GoalCounter | undefined;
  convert: Converter;
  range: { from: number; to: number };
  /** The models that divide one conversion after the other. */
  models: readonly Weigh[];
  /** For the others. */
  journeys: JourneyCounts | undefined;
  stages: StageCount | undefined;
};

/** Counts conversions and gives credit for them, visitor by visitor. */
export class VisitorCount {
  /** One a model that divides conversion by conversion. */
  readonly credits: readonly Credits[];
  /** All conversions: those without a touch, and after them those with one. */
  readonly all: Credits;
  readonly converted: ConvertedSums = newConvertedSums();
  private sessions: Float64Array = new Float64Array(64);
  private readonly divider: TouchDivider;
  private readonly amount: Amount = { parts: whole, currency: -1, minor: 0, converted: 0 };
  private path = new Int32Array(64);

  constructor(
    private readonly touches: VisitorTouches,
    private readonly currencies: Currencies,
    private readonly wanted: Wanted,
  ) {
    this.credits = wanted.models.map(() => new Credits(currencies));
    this.all = new Credits(currencies);
    this.divider = new TouchDivider(touches);
  }

  /** Adds a visitor whose events in the range are `first ≤ i < end`; the masks keep only what counts as a conversion. */
  add(journey: Journey, first: number, end: number): void {
    const { counter, journeys, stages } = this.wanted;
    const { mask } = journey;
    const flag = counter?.flag ?? 0;
    this.touches.open(journey);
    let latest = -1;
    if (counter && (journey.any & flag) !== 0)
      for (let i = first; i < end; i++) {
        if (((mask[i] ?? 0) & flag) === 0) continue;
        if (latest < 0) stages?.open(journey);
        latest = i;
        this.convert(journey, i, counter);
      }
    this.countSessions();
    if (!journeys) return;
    const left = this.findPathAfter(latest);
    journeys.add(this.path, left, false);
  }

  /** By key: sessions that begin in the range. */
  sessionsOf(keys: number): Float64Array {
    return withRoom(this.sessions, keys).slice(0, keys);
  }

  /** Counts sessions that begin in the range. */
  private countSessions(): void {
    const { from, to } = this.wanted.range;
    const { count, at, key, highestKey } = this.touches;
    this.sessions = withRoom(this.sessions, highestKey);
    const { sessions } = this;
    for (let k = 0; k < count; k++) {
      const time = at[k] ?? 0;
      if (time < from || time >= to) continue;
      const own = key[k] ?? 0;
      sessions[own] = (sessions[own] ?? 0) + 1;
    }
  }

  /** Puts the keys of sessions after event `latest` that begin in the range into `path`; answers how many. */
  private findPathAfter(latest: number): number {
    const { from, to } = this.wanted.range;
    const { count, at, key, place } = this.touches;
    if (this.path.length < count) this.path = new Int32Array(2 * count);
    let left = 0;
    for (let k = 0; k < count; k++) {
      const time = at[k] ?? 0;
      if (time >= from && time < to && (place[k] ?? 0) > latest) this.path[left++] = key[k] ?? 0;
    }
    return left;
  }

  private convert(journey: Journey, i: number, counter: GoalCounter): void {
    const { touches, credits, amount, divider } = this;
    const { models, journeys, stages } = this.wanted;
    this.read(journey, i, counter);
    touches.look(journey, i);
    this.all.add(untouchedRow + (touches.found > 0 ? 1 : 0), amount);
    for (let m = 0; m < models.length; m++) {
      const weigh = models[m];
      const into = credits[m];
      if (weigh && into) divider.credit(amount, weigh, into);
    }
    journeys?.add(touches.keys, touches.found, true);
    stages?.add(journey, i, amount);
  }

  /** Reads what a conversion is worth. */
  private read(journey: Journey, i: number, { worth }: GoalCounter): void {
    const { amount, converted } = this;
    const { convert } = this.wanted;
    amount.currency = -1;
    const money = worth?.(journey, i);
    if (!money) return;
    const at = journey.at[i] ?? 0;
    amount.currency = this.currencies.of(money.currency);
    amount.minor = money.minor;
    amount.converted = addConverted(converted, money, at, convert) ?? Number.NaN;
  }
}
