import { type Random, randomFrom } from "@/lib/demo/random";
import { type ShopEvent, visitShop } from "./shop-visit";
import { planVisits, type Visits } from "./visits";

const hour = 3_600_000;

/** The days that the log covers. Fixed, so that every run asks the same. */
export const days = 90;
export const range = { from: "2026-06-01", to: "2026-08-30" } as const;
const startsAt = Date.UTC(2026, 5, 1);

const devices = ["mobile", "desktop", "tablet"] as const;
const countries = ["DE", "AT", "CH", "FR", "NL", "GB", "US", "IT", "ES", "PL", "SE", "DK"] as const;
const browsers = ["Chrome", "Safari", "Firefox", "Edge", "Samsung Internet"] as const;
const systems = ["Android", "Windows", "iOS"] as const;

/** An event as the log has it: `seq` counts arrivals, visitors are numbered in the order in which they came. */
export type LoggedEvent = { seq: number; visitorNo: number; event: ShopEvent; profile: Profile };
type Profile = { country: string; device: string; browser: string; os: string };

/** Where and on what somebody visits, from the number alone: one look-up table less. */
const profileOf = (visitor: number): Profile => {
  const mixed = Math.imul(visitor + 1, 0x9e3779b1) >>> 0;
  const share = (mixed >>> 8) / 2 ** 24;
  return {
    country: countries[Math.floor(share ** 2 * countries.length)] ?? "DE",
    device: devices[mixed % 10 < 6 ? 0 : mixed % 10 < 9 ? 1 : 2] ?? "mobile",
    browser: browsers[mixed % browsers.length] ?? "Chrome",
    os: systems[(mixed >>> 4) % systems.length] ?? "Windows",
  };
};

/** Most events arrive within seconds; a few wait on a telephone without network, for up to two days. */
const arrivalOf = (random: Random, at: number): number =>
  at + (random.chance(0.01) ? random.next() * 48 * hour : random.exponential(2000));

type Arrival = { at: number; event: ShopEvent };

/** What arrives in each hour; an hour is let go once it was read. */
class Arrivals {
  private readonly hours = new Map<number, Arrival[]>();

  add(at: number, event: ShopEvent): void {
    const key = Math.floor((at - startsAt) / hour);
    const known = this.hours.get(key);
    if (known) known.push({ at, event });
    else this.hours.set(key, [{ at, event }]);
  }

  take(key: number): Arrival[] {
    const arrived = this.hours.get(key) ?? [];
    this.hours.delete(key);
    return arrived.sort((a, b) => a.at - b.at);
  }
}

const arrivalsByHour = function* (random: Random, visits: Visits, visitors: number): Generator<Arrival> {
  const arrivals = new Arrivals();
  // Two events of a visitor never share a millisecond: engines that know no order of arrival would order them anew.
  const latestAt = new Float64Array(visitors);
  const add = (event: ShopEvent): void => {
    event.at = Math.max(event.at, (latestAt[event.visitor] ?? 0) + 1);
    latestAt[event.visitor] = event.at;
    arrivals.add(arrivalOf(random, event.at), event);
  };
  let number = 0;
  for (let h = 0; h < days * 24; h++) {
    for (; number < visits.count && (visits.start[number] ?? 0) < (h + 1) * hour; number++) {
      const at = startsAt + (visits.start[number] ?? 0);
      visitShop(random, { number, visitor: visits.visitor[number] ?? 0, at }, add);
    }
    yield* arrivals.take(h);
  }
};

/** A shop's log of so many events by a tenth as many visitors, in order of arrival. The same for the same number. */
export const shopLog = function* (events: number): Generator<LoggedEvent> {
  const random = randomFrom(`shop of ${events}`);
  const visitors = Math.ceil(events / 10);
  const numbers = new Int32Array(visitors);
  let [seq, known] = [0, 0];
  for (const { event } of arrivalsByHour(random, planVisits(random, visitors, days), visitors)) {
    if (seq === events) return;
    const visitorNo = numbers[event.visitor] || ++known;
    numbers[event.visitor] = visitorNo;
    yield { seq: ++seq, visitorNo, event, profile: profileOf(event.visitor) };
  }
  throw new Error(`The shop had only ${seq} events.`);
};
