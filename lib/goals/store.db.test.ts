import { describe, expect, it } from "vitest";
import { withTenantSnapshot } from "@/db/tenant";
import { givenProject, type Site } from "@/db/testing/given-project";
import type { Goal } from "./definition";
import { starterGoals } from "./starter-goals";
import { createGoal, deleteGoal, listGoals, saveGoals } from "./store";

const goal = (key: string, more: Partial<Goal> = {}): Goal => ({
  key,
  name: key,
  tier: "micro",
  stage: "interaction",
  match: { event: key },
  counting: "every",
  value: { none: true },
  ...more,
});

const versions = (site: Site): Promise<Record<string, number>> =>
  withTenantSnapshot(site.scope, async (tx) => {
    const rows = await tx<{ key: string; version: number }[]>`select key, version from goals`;
    return Object.fromEntries(rows.map(({ key, version }) => [key, version]));
  });

describe("goals", () => {
  it("come back as they were saved, along the way to the aim", async () => {
    const site = await givenProject();
    expect(await listGoals(site.scope)).toEqual([]);
    const saved = [...starterGoals].reverse();
    expect(await saveGoals(site.scope, saved)).toEqual(["created", "created", "created", "created"]);
    const listed = await listGoals(site.scope);
    expect(listed.map(({ stage }) => stage)).toEqual(["engagement", "cart", "cart", "sale"]);
    expect(new Set(listed)).toEqual(new Set(starterGoals));
  });

  it("get a new version with every change, and none when nothing changed", async () => {
    const site = await givenProject();
    const [first, second] = [goal("a"), goal("b")];
    await saveGoals(site.scope, [first, second]);
    expect(await saveGoals(site.scope, [first, { ...second, name: "B" }])).toEqual(["unchanged", "updated"]);
    expect(await saveGoals(site.scope, [{ ...second, name: "B" }])).toEqual(["unchanged"]);
    expect(await saveGoals(site.scope, [second])).toEqual(["updated"]);
    expect(await versions(site)).toEqual({ a: 1, b: 3 });
    expect(await listGoals(site.scope)).toEqual([first, second]);
  });

  it("are the same whatever the order of the words in their definition", async () => {
    const site = await givenProject();
    const one = goal("a");
    await saveGoals(site.scope, [one]);
    const turned = Object.fromEntries(Object.entries(one).reverse()) as Goal;
    expect(await saveGoals(site.scope, [turned])).toEqual(["unchanged"]);
  });

  it("are created once: a taken key is a conflict and changes nothing", async () => {
    const site = await givenProject();
    await createGoal(site.scope, goal("a"));
    await expect(createGoal(site.scope, goal("a", { name: "Other" }))).rejects.toMatchObject({
      code: "conflict",
      path: "key",
    });
    expect(await listGoals(site.scope)).toEqual([goal("a")]);
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => createGoal(site.scope, goal("race"))));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("are saved all or none", async () => {
    const site = await givenProject();
    const broken = goal("b", { name: "\u0000" });
    await expect(saveGoals(site.scope, [goal("a"), broken])).rejects.toThrow();
    expect(await listGoals(site.scope)).toEqual([]);
  });

  it("are removed once", async () => {
    const site = await givenProject();
    await saveGoals(site.scope, [goal("a"), goal("b")]);
    await deleteGoal(site.scope, { key: "a" });
    expect(await listGoals(site.scope)).toEqual([goal("b")]);
    await expect(deleteGoal(site.scope, { key: "a" })).rejects.toMatchObject({ code: "not_found" });
  });
});
