import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { givenProject, uniqueName } from "@/db/testing/given-project";
import { projectScopeForCommandLine } from "./command-line-door";
import { createOrganisation, createProject, findOrganisation, readProject } from "./organisations-store";
import { slugOf } from "./slug";

describe("an organisation", () => {
  it("takes the first free address of its name, also when many are made at once", async () => {
    const name = uniqueName("Acme");
    const made = await Promise.all(Array.from({ length: 5 }, () => createOrganisation({ name })));
    expect(made.map(({ slug }) => slug).sort()).toEqual(
      ["", "-2", "-3", "-4", "-5"].map((end) => slugOf(name) + end),
    );
    expect(new Set(made.map(({ orgId }) => orgId)).size).toBe(5);
  });

  it("with a given address takes that one or none", async () => {
    const slug = slugOf(uniqueName("exact"));
    await createOrganisation({ name: "First", slug });
    await expect(createOrganisation({ name: "Second", slug })).rejects.toMatchObject({
      code: "conflict",
      path: "name",
    });
  });

  it("is found by its name for the command line", async () => {
    const name = uniqueName("Found");
    const { scope } = await createOrganisation({ name });
    expect(await findOrganisation(name)).toEqual({ orgId: scope.orgId, scope });
    expect(await findOrganisation(uniqueName("Nobody"))).toBeNull();
  });
});

describe("a project", () => {
  it("has its own settings and takes the first free address in its organisation", async () => {
    const { scope } = await createOrganisation({ name: uniqueName("Org") });
    const settings = { name: "Shop", timezone: "Asia/Kolkata", currency: "INR" };
    const first = await createProject(scope, settings);
    const second = await createProject(scope, settings);
    expect([first.slug, second.slug]).toEqual(["shop", "shop-2"]);
    expect(await readProject(first.scope)).toEqual({
      id: first.projectId,
      slug: "shop",
      ...settings,
      sessionGapMs: 1_800_000,
    });
  });

  it("opens to the command line by its id, and to no other text", async () => {
    const site = await givenProject();
    const { projectId } = site.scope;
    for (const id of [projectId, projectId.toUpperCase()])
      expect(await projectScopeForCommandLine(id)).toEqual(site.scope);
    for (const id of [randomUUID(), "", "1 or 1=1", "------------------------------------"])
      await expect(projectScopeForCommandLine(id)).rejects.toMatchObject({
        code: "not_found",
        path: "project",
      });
  });
});
