import { expect, it } from "vitest";
import type { ProjectScope } from "@/db/scope";
import type { IngestionSettings } from "@/lib/tenancy/definition";
import { repair } from "./definition";
import type { RejectedEvent } from "./rejected-store";
import { suggestRepair } from "./suggest-repair";
import { tryRepair } from "./try-repair";

const scope = { orgId: "o", projectId: "p" } as unknown as ProjectScope;
const settings: IngestionSettings = {
  currency: "EUR",
  privacyMode: "consented",
  domains: [],
  internalRanges: [],
};

const rejected = (raw: object): RejectedEvent => ({
  id: "6f7c1f57-2f2c-4d7b-9a58-0d2a3c5b6e7f",
  receivedAt: "2026-11-10T12:00:00.000000Z",
  source: "write",
  code: "",
  path: "",
  message: "",
  eventName: null,
  messageId: null,
  payload: JSON.stringify(raw),
});

const order = (properties: unknown, more: object = {}) => ({
  type: "track",
  event: "Order Completed",
  anonymousId: "ada",
  properties,
  ...more,
});

const nested = (depth: number): object => (depth === 0 ? { end: true } : { in: nested(depth - 1) });
const manyKeys = Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`k${i}`, i]));
const manyTexts = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`t${i}`, "x".repeat(5_000)]));

it.each<[string, object]>([
  ["invalid_revenue", order({ revenue: "12 €" })],
  ["invalid_revenue", order({ revenue: "1.299,00 €" })],
  ["invalid_revenue", order({ revenue: "1,299.00" })],
  ["negative_revenue", order({ revenue: -5 })],
  ["revenue_too_large", order({ revenue: 3e12 })],
  ["unknown_currency", order({ revenue: 5, currency: "€" })],
  ["unknown_currency", order({ revenue: 5, currency: 978 })],
  ["missing_event", order({}, { event: "" })],
  ["name_too_long", order({}, { event: "x".repeat(201) })],
  ["unknown_type", order({}, { type: "event" })],
  ["missing_identity", { type: "track", event: "Signed Up", properties: { user_id: 7 } }],
  ["missing_identity", { type: "track", event: "Order Completed", properties: { order_id: "1" } }],
  ["missing_identity", { type: "track", event: "Order Completed", properties: { orderId: "1" } }],
  ["invalid_id", order({}, { userId: { id: 7 } })],
  ["invalid_id", order({}, { userId: true })],
  ["unsafe_integer", order({}, { userId: 2 ** 60 })],
  ["id_too_long", order({}, { userId: "x".repeat(300) })],
  ["id_too_long", order({}, { messageId: "x".repeat(101) })],
  ["invalid_message_id", order({}, { messageId: 7 })],
  ["too_deep", order({ revenue: 1, more: nested(25) })],
  ["too_many_keys", order({ revenue: 1, more: manyKeys })],
  ["too_many_keys", order(manyKeys)],
  ["event_too_large", order({ revenue: 1, more: manyTexts })],
  ["invalid_properties", order('{"revenue":1}')],
  ["invalid_properties", order([1])],
])("mends %s: %#", (code, raw) => {
  const event = rejected(raw);
  const refused = tryRepair(scope, settings, event, []).outcome;
  // What a public key may not say, an admin may: nothing is left to be mended.
  if (typeof refused !== "object") expect(code).toBe("missing_identity");
  else expect(refused).toMatchObject({ code });
  const { path } = typeof refused === "object" ? refused : { path: "anonymousId" };
  const suggested = suggestRepair({ code, path, raw: raw as Record<string, unknown>, currency: "EUR" });
  const tried = tryRepair(scope, settings, event, repair.parse(suggested.repair));
  expect(tried.outcome, JSON.stringify(suggested)).toBe("accepted");
});

it("does not promise to mend what is no event", () => {
  for (const code of ["invalid_body", "not_an_object"])
    expect(suggestRepair({ code, path: "", raw: null, currency: "EUR" }).repair).toBeNull();
});

it("keeps visitors of a cookieless project unknown, though a server sends their events again", () => {
  const event = rejected(order({}, { userId: "ada" }));
  const cookieless = { ...settings, privacyMode: "cookieless" as const };
  expect(tryRepair(scope, cookieless, event, []).message).toMatchObject({ context: { cookieless: true } });
  expect(tryRepair(scope, settings, event, []).message).not.toHaveProperty("context");
});
