import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { asOwner } from "@/db/testing/as-owner";
import { givenBothMounts } from "@/db/testing/given-ingestion-server";
import { givenProject, type Site } from "@/db/testing/given-project";
import { holdClock } from "@/db/testing/hold-clock";
import type { Goal } from "@/lib/goals/definition";
import { addWebhookSecret, revokeWebhookSecret } from "@/lib/tenancy/settings-store";

const order = JSON.stringify({
  id: 1001,
  customer: { id: 7 },
  financial_status: "paid",
  created_at: "2026-11-10T12:00:00+01:00",
  total_price: "59.70",
  currency: "EUR",
});

const purchase: Goal = {
  key: "purchase",
  name: "Purchase",
  tier: "macro",
  stage: "sale",
  match: { event: "Order Completed" },
  counting: { key: "property.order_id" },
  value: { property: "property.revenue", currency: "property.currency" },
};

describe.each(await givenBothMounts())("a shop's webhook, on %s,", (_mount, { post }) => {
  const deliver = async ({ scope }: Site, secret: string, body = order, topic = "orders/paid") =>
    await post(`/hooks/shopify/${scope.projectId}`, body, {
      headers: {
        "content-type": "application/json",
        "x-shopify-topic": topic,
        "x-shopify-webhook-id": crypto.randomUUID(),
        "x-shopify-hmac-sha256": createHmac("sha256", secret).update(body).digest("base64"),
      },
    });

  it("brings an order once, however often it is delivered, and by which secret is counted", async () => {
    const site = await givenProject();
    const old = await addWebhookSecret(site.scope, { provider: "shopify", secret: "shpss_old" });
    const fresh = await addWebhookSecret(site.scope, { provider: "shopify", secret: "shpss_new" });
    expect((await deliver(site, "shpss_old")).body).toMatchObject({ accepted: 1, duplicates: 0 });
    expect((await deliver(site, "shpss_new")).body).toMatchObject({ accepted: 0, duplicates: 1 });
    expect((await site.stored()).map(({ name }) => name)).toEqual(["Order Completed"]);
    const ledger = await asOwner()<{ key_id: string; outcome: string }[]>`
      select key_id, outcome from ingestion_ledger
      where project_id = ${site.scope.projectId} and outcome in ('accepted', 'duplicate') order by outcome`;
    expect(ledger).toEqual([
      { key_id: old.id, outcome: "accepted" },
      { key_id: fresh.id, outcome: "duplicate" },
    ]);
  });

  it("brings refunds and cancellations, once, before or after their order", async () => {
    const site = await givenProject({ goals: [purchase] });
    await addWebhookSecret(site.scope, { provider: "shopify", secret: "shpss" });
    const paidBack = (id: number, amount: string, more: object = {}) =>
      JSON.stringify({
        id,
        order_id: 1001,
        processed_at: "2026-11-12T09:00:01+01:00",
        transactions: [{ kind: "refund", status: "success", amount, currency: "EUR" }],
        ...more,
      });
    const deliverAll = async (bodies: readonly [string, string][]) => {
      for (const [topic, body] of bodies)
        expect((await deliver(site, "shpss", body, topic)).status).toBe(200);
    };
    const earned = async () => {
      const range = { from: "2026-11-10", to: "2026-11-11", asOf: "2026-11-20" };
      const { goals } = await site.ask("conversions", range);
      return goals.map(({ conversions, value }) => [conversions, value[0]?.minor])[0];
    };
    const [first, second] = [paidBack(1, "9.70"), paidBack(2, "10.00")];
    await deliverAll([
      ["refunds/create", first],
      ["refunds/create", paidBack(3, "5.00", { test: true })],
      ["orders/paid", order],
      ["refunds/create", first],
      ["refunds/create", second],
    ]);
    expect(await earned()).toEqual([1, 4000]);
    const cancelled = JSON.stringify({ id: 1001, cancelled_at: "2026-11-13T09:00:00+01:00" });
    await deliverAll([["orders/cancelled", cancelled]]);
    expect(await earned()).toEqual([0, undefined]);
  });

  it("that was changed on its way, or signed for another project, is nobody's", async () => {
    const [ours, theirs] = await Promise.all([givenProject(), givenProject()]);
    await addWebhookSecret(theirs.scope, { provider: "shopify", secret: "shpss_theirs" });
    expect((await deliver(ours, "shpss_theirs")).status).toBe(401);
    const headers = {
      "x-shopify-topic": "orders/paid",
      "x-shopify-hmac-sha256": createHmac("sha256", "shpss_theirs").update(order).digest("base64"),
    };
    const changed = order.replace("59.70", "0.01");
    expect((await post(`/hooks/shopify/${theirs.scope.projectId}`, changed, { headers })).status).toBe(401);
    expect(await theirs.stored()).toEqual([]);
  });

  it("is refused within ten seconds after its secret was revoked", async () => {
    const clock = holdClock("2026-11-10T12:00:00Z");
    const site = await givenProject();
    const { id } = await addWebhookSecret(site.scope, { provider: "shopify", secret: "shpss_old" });
    expect((await deliver(site, "shpss_old")).status).toBe(200);
    await revokeWebhookSecret(site.scope, { secretId: id });
    clock.advance(10_001);
    expect((await deliver(site, "shpss_old")).status).toBe(401);
  });
});
