import { expect, it } from "vitest";
import { givenProject, type Site, track } from "@/db/testing/given-project";
import { findWebhookSecretsToVerify } from "@/db/unscoped";
import { forgetIngestionSettings } from "@/lib/ingestion/settings-store";
import {
  addWebhookSecret,
  listWebhookSecrets,
  readSettings,
  revokeWebhookSecret,
  saveSettings,
} from "./settings-store";

const untouched = { currency: "EUR", privacyMode: "consented", domains: [], internalRanges: [] };
const strict = { privacyMode: "off", domains: ["shop.example"], internalRanges: ["203.0.113.0/24"] } as const;

const save = (site: Site) =>
  saveSettings(site.scope, {
    ...strict,
    domains: [...strict.domains],
    internalRanges: [...strict.internalRanges],
  });

it("settings are those of one project, and decide what it takes in as soon as they are known", async () => {
  const ours = await givenProject();
  const neighbour = await givenProject({ beside: ours });
  const stranger = await givenProject();
  const refused = track("ada", "Viewed", { context: { cookieless: true } });
  expect(await ours.send([refused])).toMatchObject({ accepted: 1 });
  expect(await save(ours)).toEqual({ currency: "EUR", ...strict });
  forgetIngestionSettings(ours.scope);
  expect(await ours.send([track("ada", "Viewed", { context: { cookieless: true } })])).toMatchObject({
    ignored: 1,
  });
  expect(await readSettings(ours.scope)).toEqual({ currency: "EUR", ...strict });
  expect(await readSettings(neighbour.scope)).toEqual(untouched);
  expect(await readSettings(stranger.scope)).toEqual(untouched);
});

const validOf = async ({ scope }: Site): Promise<string[]> =>
  (await findWebhookSecretsToVerify(scope.projectId, "shopify")).map(({ secret }) => secret);

it("a webhook secret is valid from when it is added until it is revoked, and never shown whole", async () => {
  const [ours, theirs] = [await givenProject(), await givenProject()];
  const old = await addWebhookSecret(ours.scope, { provider: "shopify", secret: "old-secret-0001" });
  await addWebhookSecret(ours.scope, { provider: "shopify", secret: "new-secret-0002" });
  await addWebhookSecret(theirs.scope, { provider: "shopify", secret: "secret-of-others" });
  const listed = await listWebhookSecrets(ours.scope);
  expect(listed.map(({ ending }) => ending)).toEqual(["0001", "0002"]);
  expect(JSON.stringify(listed)).not.toContain("secret-");
  expect((await validOf(ours)).sort()).toEqual(["new-secret-0002", "old-secret-0001"]);

  await expect(revokeWebhookSecret(theirs.scope, { secretId: old.id })).rejects.toMatchObject({
    code: "not_found",
  });
  await revokeWebhookSecret(ours.scope, { secretId: old.id });
  await expect(revokeWebhookSecret(ours.scope, { secretId: old.id })).rejects.toMatchObject({
    code: "not_found",
  });
  expect(await validOf(ours)).toEqual(["new-secret-0002"]);
  expect((await listWebhookSecrets(ours.scope)).map(({ ending }) => ending)).toEqual(["0002"]);
});
