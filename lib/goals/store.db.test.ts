import { describe, expect, it } from "vitest";
import { withTenant, withTenantSnapshot } from "@/db/tenant";
import { asOwner } from "@/db/testing/as-owner";
import { givenProject, type Site } from "@/db/testing/given-project";
import type { Goal } from "./definition";
import { starterGoals } from "./starter-goals";
import { changeGoal, createGoal, deleteGoal, listGoals, saveGoals } from "./store";

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

describe("older definitions", () => {
  /** Everything so far was a day earlier than it was. */
  const aDayPasses = (site: Site) =>
    asOwner()`update goal_versions set at = at - interval '1 day' where project_id = ${site.scope.projectId}`;
  const daysAgo = async (site: Site, days: number): Promise<string[]> => {
    const goals = await listGoals(site.scope, { definedAt: Date.now() - days * 86_400_000 });
    return goals.map(({ key, name }) => `${key}: ${name}`);
  };

  it("are answered as they were at a time: later goals are absent, deleted ones are there", async () => {
    const site = await givenProject();
    await saveGoals(site.scope, [goal("b"), goal("a")]);
    await aDayPasses(site);
    await changeGoal(site.scope, { key: "a", merge: (stored) => ({ ...stored, name: "A" }) });
    await createGoal(site.scope, goal("c"));
    await aDayPasses(site);
    await deleteGoal(site.scope, { key: "b" });
    await deleteGoal(site.scope, { key: "a" });
    await aDayPasses(site);
    await createGoal(site.scope, goal("a", { name: "Anew" }));
    await aDayPasses(site);

    expect(await daysAgo(site, 4.5)).toEqual([]);
    expect(await daysAgo(site, 3.5)).toEqual(["b: b", "a: a"]);
    expect(await daysAgo(site, 2.5)).toEqual(["b: b", "a: A", "c: c"]);
    expect(await daysAgo(site, 1.5)).toEqual(["c: c"]);
    expect(await daysAgo(site, 0.5)).toEqual(["a: Anew", "c: c"]);
    expect(await versions(site)).toEqual({ a: 4, c: 1 });
  });

  it("are the same along the way to the aim, and none is made when nothing changed", async () => {
    const site = await givenProject({ goals: [...starterGoals].reverse() });
    await changeGoal(site.scope, { key: "purchase", merge: (stored) => stored });
    expect(await listGoals(site.scope, { definedAt: Date.now() + 60_000 })).toEqual(
      await listGoals(site.scope),
    );
    expect(await versions(site)).toMatchObject({ purchase: 1 });
  });

  it("cannot be rewritten by the app", async () => {
    const site = await givenProject({ goals: [goal("a")] });
    for (const statement of ["update goal_versions set version = 9", "delete from goal_versions"])
      await expect(withTenant(site.scope, async (tx) => await tx.execute(statement))).rejects.toMatchObject({
        cause: { code: "42501" },
      });
  });

  it("are not changed by a rule that cannot be used, nor for a goal that is not there", async () => {
    const site = await givenProject({ goals: [goal("a")] });
    const merge = (stored: Goal): Goal => ({ ...stored, match: { goal: "gone" } });
    await expect(changeGoal(site.scope, { key: "a", merge })).rejects.toMatchObject({
      code: "invalid",
      path: "match.goal",
    });
    await expect(changeGoal(site.scope, { key: "b", merge })).rejects.toMatchObject({ code: "not_found" });
    expect(await versions(site)).toEqual({ a: 1 });
  });
});
