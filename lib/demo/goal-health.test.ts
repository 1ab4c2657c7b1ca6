import { describe, expect, it } from "vitest";
import { z } from "zod";
import shopGoals from "@/examples/shop.goals.json" with { type: "json" };
import { goalDefinition } from "@/lib/goals/definition";
import { healthReport } from "@/lib/reports/health/answer";
import { healthQuestion } from "@/lib/reports/health/definition";
import { ask } from "@/lib/reports/testing/answers";
import type { EventFact } from "@/lib/reports/testing/world";
import { demoTimezone, simulate } from "./simulate";
import type { DemoEvent } from "./visit";

const dayMs = 86_400_000;
const days = 35;
const start = Date.UTC(2026, 7, 2, 22);
const end = start + days * dayMs - 4 * 3_600_000;

type Page = { url: string; referrer?: string };

/** The event as it is stored, in what goals and channels look at. */
const factOf = ({ at, isBot, message }: DemoEvent, seq: number): EventFact => {
  const { page, userAgent = "" } = message.context as { page: Page; userAgent?: string };
  const { pathname, search, searchParams } = new URL(page.url);
  const referrer = page.referrer && new URL(page.referrer);
  const context: Record<string, string> = {
    path: pathname,
    device: /iPhone|Android/.test(userAgent) ? "mobile" : "desktop",
    ...(search ? { query: search } : {}),
    ...(referrer && !page.url.startsWith(referrer.origin) ? { referrer: `${referrer.host}/` } : {}),
  };
  for (const name of ["source", "medium", "campaign"])
    if (searchParams.has(`utm_${name}`)) context[`utm.${name}`] = searchParams.get(`utm_${name}`) ?? "";
  return {
    kind: "event",
    seq,
    at,
    name: message.type === "page" ? "Page Viewed" : String(message.event),
    // A visitor of the demo stays one, under whichever id.
    userId: null,
    anonymousId: String(message.anonymousId),
    sessionId: null,
    passive: false,
    bot: isBot,
    context,
    properties: (message.properties ?? {}) as Record<string, unknown>,
  };
};

describe("the goals of the demo", () => {
  it("are called healthy, since nothing is wrong with them", () => {
    const facts = [...simulate({ opened: "2026-08-03", since: start, until: end })]
      .flat()
      .filter(({ message }) => message.type !== "identify")
      .map((event, n) => factOf(event, n + 1));
    const question = healthQuestion.parse({
      from: new Date(start + (days - 28) * dayMs).toISOString(),
      to: new Date(start + days * dayMs).toISOString(),
    });
    const world = {
      facts,
      goals: z.array(goalDefinition).parse(shopGoals.goals),
      project: {
        id: "p",
        slug: "p",
        name: "P",
        timezone: demoTimezone,
        currency: "EUR",
        sessionGapMs: 1_800_000,
      },
      now: end,
    };
    const { goals, traffic } = ask(healthReport, question, world, undefined);
    expect(traffic.status).toBe("arriving");
    expect(
      Object.fromEntries(
        goals.map(({ key, status, findings }) => [key, [status, ...findings.map(({ kind }) => kind)]]),
      ),
    ).toEqual({
      "product-viewed": ["healthy"],
      "read-closely": ["healthy"],
      wishlist: ["healthy"],
      newsletter: ["healthy"],
      "add-to-cart": ["healthy"],
      checkout: ["healthy"],
      purchase: ["healthy"],
    });
  });
});
