import { randomUUID } from "node:crypto";
import type { APIRequestContext } from "@playwright/test";
import { runCommand } from "./command-line";
import { ask } from "./http";

export type ProjectKeys = { projectId: string; writeKey: string; secretKey: string };

/** An empty shop with goals for the cart and the purchase. */
export const givenProject = async (): Promise<ProjectKeys> => {
  const name = ["--org", `Shop ${randomUUID()}`, "--project", "Web", "--currency", "EUR"];
  const keys = await runCommand<ProjectKeys>("project", "create", ...name);
  await runCommand("goals", "apply", "examples/shop.goals.json", "--project", keys.projectId);
  return keys;
};

type Catalog = { events: { name: string; count: number }[] };
type Goal = { conversions: number; converters: number; value: object[] };
type Conversions = { visitors: number; goals: [Goal] };
type Funnel = { steps: { reached: number }[] };

/**
 * Everything that is stored: how often each event, of how many visitors, the purchases, and how many visitors went
 * from looking at a product over the cart to the order.
 */
export const whatArrived = async (request: APIRequestContext, { secretKey }: ProjectKeys) => {
  const hour = 3_600_000;
  const range = {
    from: new Date(Date.now() - 24 * hour).toISOString(),
    to: new Date(Date.now() + hour).toISOString(),
  };
  const { events } = (await ask(request, secretKey, "catalog", {})) as Catalog;
  const { visitors, goals } = (await ask(request, secretKey, "conversions", {
    ...range,
    goals: ["purchase"],
  })) as Conversions;
  const { steps } = (await ask(request, secretKey, "funnel", {
    ...range,
    windowMs: 24 * hour,
    steps: ["Product Viewed", "Product Added", "Order Completed"].map((event) => ({ event })),
  })) as Funnel;
  const { conversions, converters, value } = goals[0];
  return {
    events: Object.fromEntries(events.map(({ name, count }) => [name, count])),
    visitors,
    purchases: { conversions, converters, value },
    funnel: steps.map(({ reached }) => reached),
  };
};

/** A minute ago and so many seconds: events of a journey have an order, however they travel. */
export const secondsIn = (seconds: number): Date => new Date(Date.now() - 60_000 + seconds * 1000);
