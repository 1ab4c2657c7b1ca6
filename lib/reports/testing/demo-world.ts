import { z } from "zod";
import shopGoals from "@/examples/shop.goals.json" with { type: "json" };
import { simulate } from "@/lib/demo/simulate";
import type { DemoEvent } from "@/lib/demo/visit";
import { goalDefinition } from "@/lib/goals/definition";
import type { EventFact, World } from "./world";

const goals = z.array(goalDefinition).parse(shopGoals.goals);

const wire = z.object({
  event: z.string().optional(),
  type: z.string(),
  anonymousId: z.string(),
  properties: z.record(z.string(), z.unknown()).optional(),
  context: z.object({
    page: z.object({ url: z.string(), referrer: z.string().optional() }),
    userAgent: z.string(),
  }),
});

const campaignFields = ["source", "medium", "campaign"] as const;

/** What ingestion makes of a message of the demo, as far as reports without devices look at it. */
const factOf = ({ at, isBot, message }: DemoEvent, seq: number): EventFact[] => {
  const { type, event, anonymousId, properties, context } = wire.parse(message);
  if (type === "identify") return [];
  const { pathname, search, searchParams } = new URL(context.page.url);
  const { referrer } = context.page;
  const from =
    referrer && !referrer.startsWith("https://demo-shop.") ? referrer.replace("https://", "") : null;
  const campaign = campaignFields.flatMap((field): [string, string][] => {
    const value = searchParams.get(`utm_${field}`);
    return value === null ? [] : [[`utm.${field}`, value]];
  });
  return [
    {
      kind: "event",
      seq,
      at,
      name: type === "page" ? "Page Viewed" : (event ?? ""),
      userId: null,
      // The demo's people keep their devices, so who they are on it is who they are.
      anonymousId,
      sessionId: null,
      passive: false,
      bot: isBot,
      context: {
        path: pathname,
        ...(search ? { query: search } : {}),
        ...(from ? { referrer: from } : {}),
        ...Object.fromEntries(campaign),
      },
      properties: properties ?? {},
    },
  ];
};

const dayMs = 86_400_000;

/** The demo shop as it stands so many days after it opened on a date. */
export const demoWorld = ({ opened, days }: { opened: string; days: number }): World => {
  const since = Date.parse(opened) - dayMs;
  const now = since + days * dayMs;
  let seq = 0;
  const facts = [...simulate({ opened, since, until: now })].flat().flatMap((event) => factOf(event, ++seq));
  const project = {
    id: "demo",
    slug: "shop",
    name: "Shop",
    timezone: "Europe/Berlin",
    currency: "EUR",
    sessionGapMs: 30 * 60_000,
  };
  return { facts, goals, project, now };
};
