import { expect, test } from "@playwright/test";
import RudderAnalytics from "@rudderstack/rudder-sdk-node";
import { Analytics } from "@segment/analytics-node";
import { PostHog } from "posthog-node";
import { givenProject, secondsIn, whatArrived } from "./sdk-project";
import { openProxy } from "./sdk-proxy";

// The libraries of servers as they are, with nothing but the address of the app. Each of them meets an overload and
// loses an answer on its way, so it sends again what is stored already.

const order = { order_id: "1001", revenue: 59.7, currency: "EUR" };
const onePurchase = { conversions: 1, converters: 1, value: [{ currency: "EUR", minor: 5970 }] };

test("analytics-node: every kind of call arrives once, of the right visitor", async ({
  request,
  baseURL,
}) => {
  const keys = await givenProject();
  const proxy = await openProxy(baseURL ?? "", [503, 429, "lost"]);
  const analytics = new Analytics({ writeKey: keys.writeKey, host: proxy.url, flushAt: 3 });
  const ada = { anonymousId: "browser-of-ada" };
  const url = "https://shop.example/p/tea";
  analytics.page({ ...ada, properties: { url, title: "Tea" }, timestamp: secondsIn(1) });
  analytics.track({ ...ada, event: "Product Viewed", timestamp: secondsIn(2) });
  analytics.track({ ...ada, event: "Product Added", timestamp: secondsIn(3) });
  analytics.identify({ ...ada, userId: "ada", traits: { plan: "pro" } });
  analytics.track({ userId: "ada", event: "Order Completed", properties: order, timestamp: secondsIn(4) });
  analytics.group({ userId: "ada", groupId: "readers", traits: { size: 4 } });
  analytics.track({ userId: "old-ben", event: "Product Viewed", timestamp: secondsIn(5) });
  analytics.alias({ userId: "ben", previousId: "old-ben" });
  analytics.track({ userId: "ben", event: "Product Added", timestamp: secondsIn(6) });
  analytics.screen({ anonymousId: "app-of-carl", name: "Cart", timestamp: secondsIn(7) });
  await analytics.closeAndFlush();
  proxy.close();
  expect(proxy.outcomes.toSorted()).toEqual([200, 200, 200, 200, 429, 503, "lost"]);
  expect(await whatArrived(request, keys)).toEqual({
    events: {
      "Page Viewed": 1,
      "Product Viewed": 2,
      "Product Added": 2,
      "Order Completed": 1,
      "Screen Viewed": 1,
    },
    visitors: 3,
    purchases: onePurchase,
    funnel: [2, 2, 1],
  });
});

test("rudder-sdk-node: every kind of call arrives once, of the right visitor", async ({
  request,
  baseURL,
}) => {
  const keys = await givenProject();
  const proxy = await openProxy(baseURL ?? "", [503, "lost"]);
  const rudder = new RudderAnalytics(keys.writeKey, {
    dataPlaneUrl: proxy.url,
    flushAt: 20,
    logLevel: "error",
  });
  const ada = { anonymousId: "browser-of-ada" };
  rudder.page({
    ...ada,
    name: "Tea",
    properties: { url: "https://shop.example/p/tea" },
    timestamp: secondsIn(1),
  });
  rudder.track({ ...ada, event: "Product Viewed", timestamp: secondsIn(2) });
  rudder.track({ ...ada, event: "Product Added", timestamp: secondsIn(3) });
  rudder.identify({ ...ada, userId: "ada", traits: { plan: "pro" } });
  rudder.track({ userId: "ada", event: "Order Completed", properties: order, timestamp: secondsIn(4) });
  rudder.group({ userId: "ada", groupId: "readers", traits: { size: 4 } });
  rudder.track({ userId: "old-ben", event: "Product Viewed", timestamp: secondsIn(5) });
  rudder.alias({ userId: "ben", previousId: "old-ben" });
  rudder.track({ userId: "ben", event: "Product Added", timestamp: secondsIn(6) });
  await rudder.flush();
  // The first message goes out alone and at once.
  await expect.poll(() => proxy.outcomes.toSorted()).toEqual([200, 200, 503, "lost"]);
  proxy.close();
  expect(await whatArrived(request, keys)).toEqual({
    events: { "Page Viewed": 1, "Product Viewed": 2, "Product Added": 2, "Order Completed": 1 },
    visitors: 2,
    purchases: onePurchase,
    funnel: [2, 2, 1],
  });
});

test("posthog-node: every kind of call arrives once, of the right visitor", async ({ request, baseURL }) => {
  const keys = await givenProject();
  const proxy = await openProxy(baseURL ?? "", [503, "lost"]);
  const posthog = new PostHog(keys.writeKey, { host: proxy.url, fetchRetryDelay: 100 });
  const capture = (distinctId: string, event: string, second: number, properties = {}): void =>
    posthog.capture({ distinctId, event, properties, timestamp: secondsIn(second) });
  capture("browser-of-ada", "$pageview", 1, { $current_url: "https://shop.example/p/tea", title: "Tea" });
  capture("browser-of-ada", "Product Viewed", 2);
  capture("browser-of-ada", "Product Added", 3);
  posthog.alias({ distinctId: "ada", alias: "browser-of-ada" });
  posthog.identify({ distinctId: "ada", properties: { plan: "pro", $set_once: { since: "2026" } } });
  capture("ada", "Order Completed", 4, order);
  posthog.groupIdentify({ groupType: "club", groupKey: "readers", properties: { size: 4 } });
  capture("ben", "Product Viewed", 5);
  capture("ben", "Product Added", 6);
  await posthog.shutdown();
  proxy.close();
  expect(proxy.outcomes).toEqual([503, "lost", 200]);
  expect(await whatArrived(request, keys)).toEqual({
    events: { "Page Viewed": 1, "Product Viewed": 2, "Product Added": 2, "Order Completed": 1 },
    visitors: 2,
    purchases: onePurchase,
    funnel: [2, 2, 1],
  });
});

test("posthog-node: a batch of more events than a request may have is sent in halves", async ({
  request,
  baseURL,
}) => {
  const keys = await givenProject();
  const proxy = await openProxy(baseURL ?? "", []);
  const posthog = new PostHog(keys.writeKey, { host: proxy.url, flushAt: 10_000, maxQueueSize: 10_000 });
  for (let number = 0; number < 2_600; number++) posthog.capture({ distinctId: "ada", event: "Seen" });
  await posthog.shutdown();
  proxy.close();
  expect(proxy.outcomes).toEqual([413, 200, 200]);
  expect(await whatArrived(request, keys)).toMatchObject({ events: { Seen: 2_600 }, visitors: 1 });
});
