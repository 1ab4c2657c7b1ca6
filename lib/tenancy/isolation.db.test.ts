import { beforeAll, describe, expect, it } from "vitest";
import { givenProject, type Site, track } from "@/db/testing/given-project";
import { holdClock } from "@/db/testing/hold-clock";
import { funnelDefinition } from "@/lib/funnels/definition";
import { changeFunnel, createFunnel, deleteFunnel, listFunnels } from "@/lib/funnels/store";
import type { Goal } from "@/lib/goals/definition";
import { createGoal, deleteGoal, listGoals, saveGoals } from "@/lib/goals/store";
import { latestEvent } from "@/lib/journeys/latest-event-store";
import { scanned } from "@/lib/journeys/testing/given-rows";
import { readEverything } from "@/lib/journeys/testing/read-everything";
import { parseInput } from "@/lib/parse-input";
import { changeSegment, createSegment, deleteSegment, listSegments } from "@/lib/segments/store";
import { accessOfKey } from "./key-door";
import { createKey, listKeys, revokeKey } from "./keys-store";
import { createProject, readProject } from "./organisations-store";

const goal = (key: string): Goal => ({
  key,
  name: key,
  tier: "micro",
  stage: "cart",
  match: { event: "Product Added" },
  counting: "every",
  value: { none: true },
});

let ours: Site;
let theirs: Site;

beforeAll(async () => {
  [ours, theirs] = await Promise.all([
    givenProject({ goals: [goal("shared"), goal("only-ours")] }),
    givenProject({ goals: [goal("shared"), goal("only-theirs")] }),
  ]);
  await ours.send([track("ada", "Ours")]);
  await theirs.send([track("ada", "Theirs")]);
});

const keys = async (site: Site): Promise<string[]> => (await listGoals(site.scope)).map(({ key }) => key);

describe("of a second tenant", () => {
  it("goals are neither listed, changed nor removed", async () => {
    expect(await keys(ours)).toEqual(["shared", "only-ours"]);
    expect(await saveGoals(ours.scope, [{ ...goal("shared"), name: "Renamed" }])).toEqual(["updated"]);
    expect((await listGoals(theirs.scope)).map(({ name }) => name)).toEqual(["shared", "only-theirs"]);
    await expect(deleteGoal(ours.scope, { key: "only-theirs" })).rejects.toMatchObject({ code: "not_found" });
    expect(await keys(theirs)).toEqual(["shared", "only-theirs"]);
  });

  it("a goal's key is free", async () => {
    await expect(createGoal(ours.scope, goal("only-theirs"))).resolves.toMatchObject({ key: "only-theirs" });
    await deleteGoal(ours.scope, { key: "only-theirs" });
  });

  it("older goals, segments and funnels are neither listed, changed nor removed, and their keys are free", async () => {
    const mobile = {
      key: "mobile",
      name: "Mobile",
      filter: { field: "device", op: "is", value: "mobile" },
    } as const;
    const question = { steps: [{ event: "A" }, { goal: "only-theirs" }], segment: "mobile", windowMs: 1000 };
    const funnel = parseInput(funnelDefinition, { key: "theirs", name: "Theirs", question });
    await createSegment(theirs.scope, mobile);
    await createFunnel(theirs.scope, funnel);
    expect([await listSegments(ours.scope), await listFunnels(ours.scope)]).toEqual([[], []]);
    const definedAt = Date.now() + 60_000;
    expect((await listGoals(ours.scope, { definedAt })).map(({ key }) => key)).not.toContain("only-theirs");
    const none = { code: "not_found" };
    const merge = <T>(stored: T): T => stored;
    await expect(changeSegment(ours.scope, { key: "mobile", merge })).rejects.toMatchObject(none);
    await expect(deleteSegment(ours.scope, { key: "mobile" })).rejects.toMatchObject(none);
    await expect(changeFunnel(ours.scope, { key: "theirs", merge })).rejects.toMatchObject(none);
    await expect(deleteFunnel(ours.scope, { key: "theirs" })).rejects.toMatchObject(none);
    await expect(createFunnel(ours.scope, funnel)).rejects.toMatchObject({ code: "invalid" });
    await createSegment(ours.scope, { ...mobile, name: "Ours" });
    await deleteSegment(ours.scope, { key: "mobile" });
    expect([await listSegments(theirs.scope), await listFunnels(theirs.scope)]).toEqual([[mobile], [funnel]]);
  });

  it("keys are neither listed nor revoked", async () => {
    const { key } = await createKey(theirs.scope, { kind: "write", name: "Website", scopes: [] });
    expect(await listKeys(ours.scope)).toEqual([]);
    await expect(revokeKey(ours.scope, { keyId: key.id })).rejects.toMatchObject({ code: "not_found" });
    expect(await listKeys(theirs.scope)).toEqual([key]);
  });

  it("settings are not read", async () => {
    expect(await readProject(ours.scope)).toMatchObject({ id: ours.scope.projectId, slug: ours.slug });
    expect(await readProject(theirs.scope)).toMatchObject({ id: theirs.scope.projectId, slug: theirs.slug });
  });

  it("a project's address is free", async () => {
    const project = { name: "Same", slug: theirs.slug, timezone: "UTC", currency: "EUR" };
    await expect(createProject(ours.org, project)).resolves.toMatchObject({ slug: theirs.slug });
  });

  it("events are in no log, no answer and no latest event", async () => {
    const journeys = scanned(await readEverything(ours.scope), { fields: ["name"] });
    expect(journeys.map(({ values }) => values)).toEqual([["Ours"]]);
    expect(await latestEvent(ours.scope)).toMatchObject({ name: "Ours" });
    const { events } = await ours.ask("catalog", {});
    expect(events.map(({ name }) => name)).toEqual(["Ours"]);
  });

  it("the same visitor id is another visitor", async () => {
    await ours.send([{ type: "identify", anonymousId: "ada", userId: "u1", traits: { plan: "pro" } }]);
    expect(await theirs.stored()).toMatchObject([{ name: "Theirs", visitorNo: 1 }]);
    await theirs.send([track("x", "Theirs", { userId: "u1" })]);
    expect((await theirs.stored()).map(({ visitorNo }) => visitorNo)).toEqual([1, 2]);
  });
});

describe("a key", () => {
  it("opens its own project with its own scopes, and is shown only once when it is secret", async () => {
    const { key, secret } = await createKey(ours.scope, {
      kind: "secret",
      name: "Server",
      scopes: ["ingest", "read"],
    });
    expect(await accessOfKey(secret)).toEqual({
      scope: ours.scope,
      keyId: key.id,
      kind: "secret",
      scopes: ["ingest", "read"],
      allowedOrigins: [],
    });
    expect(JSON.stringify(await listKeys(ours.scope))).not.toContain(secret);
    expect(key.shown).toBe(`${secret.slice(0, 12)}…`);
  });

  it("of kind write is public and may send and nothing else, whatever was asked for", async () => {
    const { key, secret } = await createKey(ours.scope, {
      kind: "write",
      name: "Website",
      scopes: ["read", "admin"],
    });
    expect(key).toMatchObject({ shown: secret, scopes: ["ingest"], revokedAt: null });
    expect((await accessOfKey(secret))?.scopes).toEqual(["ingest"]);
  });

  it("ends ten seconds after it was revoked at the latest, and cannot be revoked twice", async () => {
    const clock = holdClock("2026-11-10T12:00:00Z");
    const site = await givenProject();
    const { key, secret } = await createKey(site.scope, {
      kind: "secret",
      name: "Server",
      scopes: ["ingest"],
    });
    expect((await accessOfKey(secret))?.scope).toEqual(site.scope);
    expect((await revokeKey(site.scope, { keyId: key.id })).revokedAt).not.toBeNull();
    clock.advance(10_001);
    expect(await accessOfKey(secret)).toBeNull();
    await expect(revokeKey(site.scope, { keyId: key.id })).rejects.toMatchObject({ code: "not_found" });
    expect(await listKeys(site.scope)).toMatchObject([{ id: key.id, name: "Server" }]);
  });

  it("with a typo, or of nobody, opens nothing", async () => {
    const secret = await ours.secretKey("ingest");
    expect(await accessOfKey(`${secret.slice(0, -1)}!`)).toBeNull();
    expect(await accessOfKey("")).toBeNull();
  });
});
