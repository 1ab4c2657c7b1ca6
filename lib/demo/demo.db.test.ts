import { afterEach, describe, expect, it, vi } from "vitest";
import type { ProjectScope } from "@/db/scope";
import { withTenantSnapshot } from "@/db/tenant";
import { readAdCosts } from "@/lib/ad-costs/store";
import { clock } from "@/lib/clock";
import { listGoals } from "@/lib/goals/store";
import { listKeys } from "@/lib/tenancy/keys-store";
import { createOrganisation, createProject } from "@/lib/tenancy/organisations-store";
import { ensureDemo, fillDemo } from "./ensure-demo";
import { ensureDemoProject } from "./ensure-demo-project";

const hourMs = 3_600_000;
const noon = Date.UTC(2026, 9, 20, 10);

const at = (now: number): void => {
  vi.spyOn(clock, "now").mockReturnValue(now);
};
afterEach(() => {
  vi.restoreAllMocks();
});

const givenProject = async (): Promise<ProjectScope> => {
  const org = await createOrganisation({ name: "Demo test" });
  return (await createProject(org.scope, { name: "Shop", timezone: "Europe/Berlin", currency: "EUR" })).scope;
};

const stored = (scope: ProjectScope): Promise<{ id: string; ms: number; bot: boolean }[]> =>
  withTenantSnapshot(scope, async (tx) => [
    ...(await tx<{ id: string; ms: number; bot: boolean }[]>`
      select message_id as id, (extract(epoch from occurred_at) * 1000)::float8 as ms, bot
      from events where project_id = ${scope.projectId} order by occurred_at, message_id`),
  ]);

describe("the demo", () => {
  it("is topped up to exactly what it would be when seeded in one go", async () => {
    const [grown, whole] = [await givenProject(), await givenProject()];
    at(noon);
    const first = await fillDemo(grown, { days: 3 });
    expect(first).toBeGreaterThan(2000);
    expect(await fillDemo(grown, { days: 3 })).toBe(0);
    at(noon + 30 * hourMs);
    await fillDemo(grown, { days: 3 });
    await fillDemo(whole, { days: 4 });
    const events = await stored(whole);
    expect(await stored(grown)).toEqual(events);
    expect(events.every(({ ms }) => ms <= noon + 30 * hourMs)).toBe(true);
    expect(new Set(events.filter(({ bot }) => bot).map(({ id }) => id.slice(0, 7)))).toEqual(
      new Set(["demo:b:"]),
    );
  });

  it("knows what its advertising cost on the days that are over", async () => {
    const [grown, whole] = [await givenProject(), await givenProject()];
    at(noon);
    await fillDemo(grown, { days: 2 });
    at(noon + 24 * hourMs);
    await fillDemo(grown, { days: 2 });
    await fillDemo(whole, { days: 3 });
    const all = { from: "1990-01-01", to: "2100-01-01" };
    const costs = await readAdCosts(whole, all);
    expect(await readAdCosts(grown, all)).toEqual(costs);
    expect(new Set(costs.map(({ day }) => day))).toEqual(new Set(["2026-10-19", "2026-10-20"]));
    expect(costs).toHaveLength(10);
    expect(costs.every(({ costMinor, clicks }) => costMinor > 100 && (clicks ?? 0) > 0)).toBe(true);
  });

  it("is made once when two processes start at the same time", async () => {
    at(noon);
    const said: string[] = [];
    const start = () => ensureDemo((message) => said.push(message), { days: 1 });
    const login = { email: "demo@tributary.example", password: "demo-tributary", url: "/demo/shop" };
    expect(await Promise.all([start(), start()])).toEqual([login, login]);
    const demo = await ensureDemoProject();
    if (!demo) throw new Error("There is no demo.");
    const events = await stored(demo.scope);
    expect(events.length).toBeGreaterThan(500);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    expect((await listKeys(demo.scope)).map(({ kind }) => kind)).toEqual(["write"]);
    expect((await listGoals(demo.scope)).map(({ key }) => key).sort()).toEqual([
      "add-to-cart",
      "checkout",
      "newsletter",
      "product-viewed",
      "purchase",
      "read-closely",
      "wishlist",
    ]);
    expect(await start()).toEqual(login);
    expect(await stored(demo.scope)).toEqual(events);
  });
});
