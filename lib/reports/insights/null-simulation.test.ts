import { expect, it } from "vitest";
import { randomNumbers } from "@/lib/statistics/random-numbers";
import { ask } from "../testing/answers";
import { goal } from "../testing/given-journeys";
import type { EventFact, World } from "../testing/world";
import { insightsReport } from "./answer";
import { insightsQuestion } from "./definition";

const minute = 60_000;
const day = 1_440 * minute;
const start = Date.parse("2026-03-02");

const goals = [
  goal("cart", { tier: "micro", stage: "cart" }),
  goal("check", { tier: "micro", stage: "cart" }),
  goal("buy", { value: { fixed: { minor: 5_000, currency: "EUR" } } }),
];

/** A shop where nothing goes together with anything but who the visitor is: some buy at nearly every visit. */
const shop = (seed: number): World => {
  const random = randomNumbers(seed);
  const pick = <T>(...items: readonly [T, ...T[]]): T =>
    items[Math.floor(random() * items.length)] ?? items[0];
  const facts: EventFact[] = [];
  for (let who = 0; who < 350; who++) {
    const context = {
      device: pick("mobile", "desktop"),
      country: pick("DE", "FR", "NL"),
      browser: pick("A", "B"),
    };
    const eagerness = random() ** 2;
    const visits = 1 + Math.floor(random() * 3);
    for (let visit = 0; visit < visits; visit++) {
      let at = start + (visit * 5 + Math.floor(random() * 5)) * day;
      const add = (name: string, path: string, properties: Record<string, unknown> = {}): void => {
        at += minute / 4;
        facts.push({
          kind: "event",
          seq: facts.length + 1,
          at,
          name,
          userId: null,
          anonymousId: `visitor-${who}`,
          sessionId: null,
          passive: false,
          bot: false,
          context: { ...context, path },
          properties,
        });
      };
      const landing = pick("/", "/a/1", "/b/1");
      add("Page Viewed", landing);
      if (random() < 0.5)
        add(pick("Element Clicked", "Rage Clicked", "Dead Clicked"), landing, { text: pick("x", "y") });
      if (random() < 0.7)
        add("Web Vitals", landing, { lcp: 5_000 * random(), inp: 400 * random(), cls: 0.2 * random() });
      if (random() < 0.3) add("Page Viewed", pick("/shipping", "/faq"));
      if (random() > 0.3 + 0.5 * eagerness) continue;
      add("cart", "/cart");
      if (random() < 0.4)
        add(pick("Form Abandoned", "Form Submitted"), "/cart", { form: "f", lastField: pick("a", "b") });
      if (random() > 0.4 + 0.5 * eagerness) continue;
      add("check", "/pay");
      add("Payment Info Entered", "/pay", { payment_method: pick("card", "invoice", "wallet") });
      if (random() < 0.3 + 0.6 * eagerness) add("buy", "/done");
    }
  }
  const project = {
    id: "p",
    slug: "p",
    name: "P",
    timezone: "UTC",
    currency: "EUR",
    sessionGapMs: 30 * minute,
  };
  return { facts, goals, project, now: start + 100 * day };
};

it("finds something in at most one of twenty shops where there is nothing", () => {
  const question = insightsQuestion.parse({ from: "2026-03-01", to: "2026-04-30" });
  const shops = 200;
  const found: string[] = [];
  let withFindings = 0;
  let asked = 0;
  for (let seed = 1; seed <= shops; seed++) {
    const answer = ask(insightsReport, question, shop(seed), undefined);
    asked += answer.asked;
    if (answer.found > 0) withFindings++;
    found.push(...answer.findings.map(({ id }) => id));
  }
  expect(asked / shops).toBeGreaterThan(40);
  expect(withFindings / shops, found.join(", ")).toBeLessThanOrEqual(0.05);
});
