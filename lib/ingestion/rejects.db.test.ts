import { describe, expect, it } from "vitest";
import { withTenantSnapshot } from "@/db/tenant";
import { givenIngestionServer } from "@/db/testing/given-ingestion-server";
import { givenProject, type Site, track } from "@/db/testing/given-project";
import { ledgerOf } from "@/db/testing/ledger-of";

const keptOf = ({ scope }: Site): Promise<string[]> =>
  withTenantSnapshot(scope, async (tx) =>
    (
      await tx<
        { kept: string }[]
      >`select payload || message as kept from rejected_events order by received_at`
    ).map(({ kept }) => kept),
  );

const bad = { messageId: "m1", properties: { revenue: "1,5", note: "kept" } };
const { post } = await givenIngestionServer();

describe("of a rejected event is kept", () => {
  it("never a secret key, wherever it stands", async () => {
    const site = await givenProject();
    const key = await site.secretKey("ingest");
    await post("/v1/track", { ...track("ada", "Order Completed", bad), writeKey: key });
    await post("/v1/track", `{"writeKey":"${key}","event":`, { key });
    await post("/v1/track", `"${key}`, { key });
    const kept = await keptOf(site);
    expect(kept).toHaveLength(3);
    for (const text of kept) expect(text).not.toContain(key.slice(0, 12));
    expect(kept[0]).toContain('"note":"kept"');
  });

  it("never the address of a client", async () => {
    const site = await givenProject();
    const context = { ip: "203.0.113.7", locale: "de" };
    await site.send([track("ada", "Order Completed", { ...bad, context })]);
    const [kept] = await keptOf(site);
    expect(kept).not.toContain("203.0.113.7");
    expect(kept).toContain('"locale":"de"');
    expect(kept).toContain('"ada"');
  });

  it.each<[how: string, event: object, about: object]>([
    ["said so by Global Privacy Control", {}, { source: "write", optedOut: true }],
    ["said so to the site", { context: { consent: { categoryPreferences: { Analytics: false } } } }, {}],
    ["said so, in an event without a name", { event: "", context: { cookieless: true } }, {}],
  ])("nothing about who it was, where that person did not consent: %s", async (_how, more, about) => {
    const site = await givenProject();
    const event = { ...track("ada-1", "Order Completed", bad), userId: "customer-17", ...more };
    await site.send([event, track("ada-1", "Beyond")], { ...about, mostEvents: 1 });
    expect((await ledgerOf(site)).rejected).toBe(2);
    const kept = (await keptOf(site)).find((text) => text.includes('"note":"kept"')) ?? "";
    expect(kept).not.toContain("customer-17");
    expect(kept).not.toContain("ada-1");
    expect(JSON.parse(kept.slice(0, kept.lastIndexOf("}") + 1))).toMatchObject({
      context: { cookieless: true },
    });
  });
});

it("a body of a million things is refused as a whole, and answered shortly", async () => {
  const site = await givenProject();
  const key = await site.writeKey();
  const body = `{"batch":[${"0,".repeat(1_000_000)}0]}`;
  const { status, body: answer } = await post("/v1/batch", body, { key });
  expect(status).toBe(413);
  expect(JSON.stringify(answer).length).toBeLessThan(1_000);
  await site.send([track("ada", "Next")]);
  expect((await ledgerOf(site)).reasons).toMatchObject({ "refused too_many_events": 1 });
});
