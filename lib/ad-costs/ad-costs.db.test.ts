import { expect, it } from "vitest";
import { givenProject } from "@/db/testing/given-project";
import type { AdCost } from "./definition";
import { deleteAdCosts, listAdCosts, listSourceCosts, readAdCosts, saveAdCosts } from "./store";

const cost = (day: string, campaign: string, costMinor: number, rest: Partial<AdCost> = {}): AdCost => ({
  day,
  source: "google",
  medium: "cpc",
  campaign,
  costMinor,
  currency: "EUR",
  clicks: null,
  impressions: null,
  ...rest,
});

it("replaces what was sent before for the same day, source, medium and campaign, and says so", async () => {
  const { scope } = await givenProject();
  const brand = cost("2026-10-01", "brand", 1200, { clicks: 40, impressions: 900 });
  const generic = cost("2026-10-01", "generic", 800);
  expect(await saveAdCosts(scope, [brand, generic])).toEqual(["created", "created"]);
  const dearer = { ...brand, costMinor: 1250 };
  const bing = { ...brand, source: "bing" };
  const none = { ...brand, campaign: "" };
  expect(await saveAdCosts(scope, [dearer, generic, bing, none, dearer, brand])).toEqual([
    "replaced",
    "unchanged",
    "created",
    "created",
    "unchanged",
    "replaced",
  ]);
  expect(await readAdCosts(scope, { from: "2026-10-01", to: "2026-10-02" })).toEqual([
    bing,
    none,
    brand,
    generic,
  ]);
  expect(await saveAdCosts(scope, [])).toEqual([]);
});

it("tells of one sender's rows truly while another sends the same", async () => {
  const { scope } = await givenProject();
  const rows = Array.from({ length: 50 }, (_, i) => cost("2026-10-01", `c${i}`, i));
  const told = await Promise.all([saveAdCosts(scope, rows), saveAdCosts(scope, [...rows].reverse())]);
  const counted = told.flat().filter((outcome) => outcome === "created").length;
  expect([counted, told.flat().length]).toEqual([50, 100]);
});

it("keeps tenants apart", async () => {
  const [ours, theirs] = await Promise.all([givenProject(), givenProject()]);
  await saveAdCosts(theirs.scope, [cost("2026-10-01", "brand", 7)]);
  await saveAdCosts(ours.scope, [cost("2026-10-01", "brand", 9)]);
  const october = { from: "2026-10-01", to: "2026-11-01" };
  expect(await readAdCosts(ours.scope, october)).toEqual([cost("2026-10-01", "brand", 9)]);
  expect((await listAdCosts(ours.scope, { limit: 10 })).data).toHaveLength(1);
  expect(await listSourceCosts(ours.scope, { limit: 10 })).toHaveLength(1);
  expect(await deleteAdCosts(ours.scope, october)).toBe(1);
  expect(await readAdCosts(theirs.scope, october)).toEqual([cost("2026-10-01", "brand", 7)]);
});

it("reads, sums and forgets by local dates, the last one exclusive", async () => {
  const { scope } = await givenProject();
  const rows = ["2026-09-30", "2026-10-01", "2026-10-02"].flatMap((day) => [
    cost(day, "brand", 100),
    cost(day, "generic", 50, { currency: "USD" }),
    cost(day, "retargeting", 25, { medium: "display" }),
    cost(day, "brand", 5, { source: "bing" }),
  ]);
  await saveAdCosts(scope, rows);
  const oneDay = { from: "2026-10-01", to: "2026-10-02" };
  expect((await readAdCosts(scope, oneDay)).map(({ day }) => day)).toEqual(Array(4).fill("2026-10-01"));
  expect(await listSourceCosts(scope, { limit: 3 })).toEqual([
    { day: "2026-10-02", source: "bing", currency: "EUR", costMinor: 5, campaigns: 1 },
    { day: "2026-10-02", source: "google", currency: "EUR", costMinor: 125, campaigns: 2 },
    { day: "2026-10-02", source: "google", currency: "USD", costMinor: 50, campaigns: 1 },
  ]);
  expect(await deleteAdCosts(scope, { ...oneDay, source: "google", campaign: "brand" })).toBe(1);
  expect(await deleteAdCosts(scope, { ...oneDay, source: "google" })).toBe(2);
  expect(await deleteAdCosts(scope, oneDay)).toBe(1);
  expect((await listAdCosts(scope, { limit: 100 })).data).toHaveLength(8);
});

it("lists pages that fit together, the newest day first", async () => {
  const { scope } = await givenProject();
  const rows = ["2026-10-02", "2026-10-01"].flatMap((day) =>
    ["", "Brand", "brand", "größer"].map((campaign) => cost(day, campaign, 1)),
  );
  await saveAdCosts(scope, rows);
  const whole = await listAdCosts(scope, { limit: 8 });
  expect([whole.data.length, whole.next]).toEqual([8, null]);
  expect(whole.data.slice(0, 4).map(({ day }) => day)).toEqual(Array(4).fill("2026-10-02"));
  const paged: AdCost[] = [];
  let cursor: string | undefined;
  do {
    const page = await listAdCosts(scope, { limit: 3, cursor });
    paged.push(...page.data);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  expect(paged).toEqual(whole.data);
  const days = ["2026-13-01", "2026-02-30", "0000-01-01"].map((day) =>
    Buffer.from(JSON.stringify([day, "", "", ""])).toString("base64url"),
  );
  for (const wrong of ["x", "bnVsbA", ...days])
    await expect(listAdCosts(scope, { limit: 3, cursor: wrong })).rejects.toMatchObject({ path: "cursor" });
});
