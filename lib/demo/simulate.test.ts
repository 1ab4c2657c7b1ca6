import { describe, expect, it } from "vitest";
import { simulate } from "./simulate";
import type { DemoEvent } from "./visit";

const dayMs = 86_400_000;
const opened = "2026-08-03";
const start = Date.UTC(2026, 7, 2, 22);
const end = start + 90 * dayMs;

const during = (since: number, until: number): DemoEvent[] => [...simulate({ opened, since, until })].flat();
const all = during(start, end);
const idOf = ({ message }: DemoEvent) => String(message.messageId);
const nameOf = ({ message }: DemoEvent) => String(message.event ?? message.type);

const visitors = new Map<string, { names: Set<string>; firstAt: number; agent: string }>();
for (const event of all) {
  if (event.isBot) continue;
  const id = String(event.message.anonymousId);
  const context = event.message.context as { userAgent: string };
  const visitor = visitors.get(id) ?? { names: new Set(), firstAt: event.at, agent: context.userAgent };
  visitor.names.add(nameOf(event));
  visitors.set(id, visitor);
}

type Who = { names: Set<string>; firstAt: number; agent: string };
const share = (of: (who: Who) => boolean, did: (who: Who) => boolean): number => {
  const group = [...visitors.values()].filter(of);
  return group.filter(did).length / group.length;
};
const did = (name: string) => (who: Who) => who.names.has(name);
const onPhone = ({ agent }: Who) => /iPhone|Android/.test(agent);
const everyone = () => true;

describe("simulate", () => {
  it("gives the same events again, and part of the time exactly that part", () => {
    expect(during(start, start + 3 * dayMs)).toEqual(during(start, start + 3 * dayMs));
    const since = start + 40 * dayMs + 12_345_678;
    const until = since + 2 * dayMs;
    const expected = all.filter(({ at }) => at >= since && at <= until);
    expect(during(since, until).map(idOf)).toEqual(expected.map(idOf));
  });

  it("tells every event once, in the order of time", () => {
    expect(new Set(all.map(idOf)).size).toBe(all.length);
    expect(all.every(({ at }, i) => at >= (all[i - 1]?.at ?? start))).toBe(true);
    expect(all.at(-1)?.at).toBeLessThanOrEqual(end);
  });

  it("is a shop of believable size and success", () => {
    expect(visitors.size).toBeGreaterThan(20_000);
    expect(visitors.size).toBeLessThan(30_000);
    expect(all.length).toBeGreaterThan(150_000);
    expect(all.length).toBeLessThan(200_000);
    const bought = share(everyone, did("Order Completed"));
    expect(bought).toBeGreaterThan(0.02);
    expect(bought).toBeLessThan(0.035);
    expect(share(everyone, onPhone)).toBeCloseTo(0.58, 1);
  });

  it("leaks at the payment on phones", () => {
    const paying = (of: (who: Who) => boolean) =>
      share((who) => of(who) && did("Checkout Started")(who), did("Payment Info Entered"));
    expect(paying((who) => !onPhone(who)) - paying(onPhone)).toBeGreaterThan(0.2);
  });

  it("gets better with time", () => {
    const third =
      (n: number) =>
      ({ firstAt }: Who) =>
        Math.floor((firstAt - start) / (30 * dayMs)) === n;
    const bought = [0, 1, 2].map((n) => share(third(n), did("Order Completed")));
    expect(bought[2]).toBeGreaterThan((bought[0] ?? 1) * 1.15);
  });

  it("makes small steps tell of the purchase, and has a few crawlers", () => {
    const usual = share(everyone, did("Order Completed"));
    expect(share(did("Product Added to Wishlist"), did("Order Completed"))).toBeGreaterThan(2 * usual);
    expect(share(did("Newsletter Signed Up"), did("Order Completed"))).toBeGreaterThan(2 * usual);
    const crawled = all.filter(({ isBot }) => isBot).length / all.length;
    expect(crawled).toBeGreaterThan(0.005);
    expect(crawled).toBeLessThan(0.03);
  });
});
