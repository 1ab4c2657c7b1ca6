import type { Random } from "@/lib/demo/random";

const hour = 3_600_000;

/** When visits begin, ms since the log's first instant, in order of the hour in which they do. */
export type Visits = { count: number; visitor: Int32Array; start: Float64Array };

/** Skewed: most come once or twice, some hundreds of times. The mean is about two and a half. */
const visitsOf = (random: Random): number => Math.min(400, Math.floor((1 - random.next()) ** -0.62));

/** Quiet nights: an hour that is as likely as people are awake. */
const timeOf = (random: Random, days: number): number => {
  for (;;) {
    const at = random.next() * days * 24 * hour;
    const hourOfDay = (at / hour) % 24;
    if (random.next() < 0.55 - 0.45 * Math.cos(((hourOfDay - 3) / 24) * 2 * Math.PI)) return at;
  }
};

const inOrderOfHour = (unordered: Visits, hours: number): Visits => {
  const { count, visitor, start } = unordered;
  const places = new Uint32Array(hours + 1);
  const hourOf = (i: number): number => Math.floor((start[i] ?? 0) / hour);
  for (let i = 0; i < count; i++) places[hourOf(i) + 1] = (places[hourOf(i) + 1] ?? 0) + 1;
  for (let h = 0; h < hours; h++) places[h + 1] = (places[h + 1] ?? 0) + (places[h] ?? 0);
  const ordered = { count, visitor: new Int32Array(count), start: new Float64Array(count) };
  for (let i = 0; i < count; i++) {
    const place = places[hourOf(i)] ?? 0;
    places[hourOf(i)] = place + 1;
    ordered.visitor[place] = visitor[i] ?? 0;
    ordered.start[place] = start[i] ?? 0;
  }
  return ordered;
};

/** Spreads everybody's visits over the days; who comes again mostly does so within days. */
export const planVisits = (random: Random, visitors: number, days: number): Visits => {
  const end = days * 24 * hour;
  let [visitor, start, count] = [new Int32Array(visitors * 3), new Float64Array(visitors * 3), 0];
  for (let v = 0; v < visitors; v++) {
    let at = timeOf(random, days);
    for (let left = visitsOf(random); left > 0; left--) {
      if (count === visitor.length) {
        const [moreVisitor, moreStart] = [new Int32Array(count * 2), new Float64Array(count * 2)];
        moreVisitor.set(visitor);
        moreStart.set(start);
        [visitor, start] = [moreVisitor, moreStart];
      }
      visitor[count] = v;
      start[count++] = at;
      at = (at + random.exponential(random.chance(0.4) ? 5 * hour : 8 * 24 * hour)) % end;
    }
  }
  return inOrderOfHour({ count, visitor, start }, days * 24);
};
