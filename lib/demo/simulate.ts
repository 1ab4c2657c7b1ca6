import { addDays, localDate, startOfDate } from "@/lib/calendar/local-date";
import { bots } from "./audience";
import { randomFrom } from "./random";
import { host, products } from "./shop";
import { type Climate, type DemoEvent, Visit } from "./visit";
import { comesBack, firstChannel, newVisitor, nextChannel } from "./visitor";

export const demoTimezone = "Europe/Berlin";
/** Nobody comes back later than this after their first visit. */
const longestReturnDays = 14;
const rampDays = 90;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const visitorsPerDay = 240;
/** Monday first. */
const weekdays = [1.03, 1, 0.98, 1, 0.93, 0.9, 1.16];
const hours = [6, 3, 2, 1, 1, 2, 6, 14, 22, 28, 32, 34, 38, 36, 32, 32, 34, 40, 48, 58, 64, 56, 36, 16].map(
  (weight, hour) => ({ weight, hour }),
);

const dayNumber = (date: string): number => Date.parse(date) / dayMs;
const weekdayOf = (date: string): number => (new Date(date).getUTCDay() + 6) % 7;

/** From 0 on the day the shop opened to 1 three months later, where it stays. */
const progress = (opened: string, date: string): number =>
  Math.min(1, Math.max(0, (dayNumber(date) - dayNumber(opened)) / rampDays));

const visitorsOn = (opened: string, date: string): number => {
  const noise = randomFrom(`crowd ${date}`).between(0.93, 1.07);
  return Math.round(
    visitorsPerDay * (weekdays[weekdayOf(date)] ?? 1) * (0.94 + 0.12 * progress(opened, date)) * noise,
  );
};

type Day = { start: number; climate: Climate };

/** A date and the days on which its newcomers may come again. */
const daysFrom = (opened: string, first: string): Day[] =>
  Array.from({ length: longestReturnDays + 1 }, (_, n) => {
    const date = addDays(first, n);
    return {
      start: startOfDate(date, demoTimezone),
      climate: { conversion: 0.84 + 0.32 * progress(opened, date) },
    };
  });

const visitsOf = (id: string, days: readonly Day[]): DemoEvent[] => {
  const visitor = newVisitor(id);
  const { random } = visitor;
  const events: DemoEvent[] = [];
  let channel = firstChannel(visitor);
  let n = 0;
  for (let day = days[n]; day; day = days[n]) {
    const at = day.start + Math.floor((random.pick(hours).hour + random.next()) * hourMs);
    for (const event of new Visit(visitor, channel, at, day.climate).run()) events.push(event);
    if (!comesBack(visitor)) break;
    n += Math.max(1, Math.round(random.exponential(2.2)));
    channel = nextChannel(visitor);
  }
  return events;
};

/** Crawlers, which reports leave out. */
const botsOn = (date: string): DemoEvent[] => {
  const random = randomFrom(`bots ${date}`);
  const events: DemoEvent[] = [];
  for (let n = 0; n < 4; n++) {
    const { userAgent } = random.pick(bots);
    let at = startOfDate(date, demoTimezone) + Math.floor(random.between(0, 22) * hourMs);
    for (let i = 0; i < 8; i++) {
      const product = random.pick(products);
      at += Math.round(random.between(1, 30) * 1000);
      events.push({
        at,
        isBot: true,
        message: {
          type: "page",
          messageId: `demo:b:${date}-${n}:${i}`,
          anonymousId: `bot-${date}-${n}`,
          timestamp: at,
          context: { page: { url: `${host}/p/${product.id}`, title: product.name }, userAgent },
        },
      });
    }
  }
  return events;
};

/** Everything that the people who first come on `date` ever do; the same whenever it is asked. */
const eventsOfNewcomers = (opened: string, date: string): DemoEvent[] => {
  const events = botsOn(date);
  const count = visitorsOn(opened, date);
  const days = daysFrom(opened, date);
  for (let n = 0; n < count; n++) for (const event of visitsOf(`${date}-${n}`, days)) events.push(event);
  return events;
};

/**
 * The demo shop's events with `since ≤ at ≤ until` (ms since 1970), in the order they happen, a day at a time.
 * `opened` is the local date of its first day. Part of the time gives exactly that part of the whole.
 */
export function* simulate({
  opened,
  since,
  until,
}: {
  opened: string;
  since: number;
  until: number;
}): Generator<DemoEvent[]> {
  const earliest = addDays(localDate(since, demoTimezone), -longestReturnDays - 1);
  let date = earliest < opened ? opened : earliest;
  let later: DemoEvent[] = [];
  while (startOfDate(date, demoTimezone) <= until) {
    for (const event of eventsOfNewcomers(opened, date))
      if (event.at >= since && event.at <= until) later.push(event);
    date = addDays(date, 1);
    const end = startOfDate(date, demoTimezone);
    const now = later.filter(({ at }) => at < end).sort((a, b) => a.at - b.at);
    later = later.filter(({ at }) => at >= end);
    if (now.length > 0) yield now;
  }
  // Visits that began before midnight and are over by `until`.
  if (later.length > 0) yield later.sort((a, b) => a.at - b.at);
}
