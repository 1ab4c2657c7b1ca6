import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { events } from "./schema/events";
import { goals } from "./schema/goals";
import { projects } from "./schema/projects";
import { visitorIds } from "./schema/visitors";
import type { ProjectScope } from "./scope";
import { callAsTenant, withTenant, withTenantSnapshot, withTenants } from "./tenant";
import { asOtherProcess } from "./testing/as-other-process";
import { asOwner } from "./testing/as-owner";
import { givenProject, type Site, track } from "./testing/given-project";

const tenantTables = [
  "api_keys",
  "event_ids",
  "events",
  "goals",
  "memberships",
  "organisations",
  "projects",
  "visitor_counters",
  "visitor_ids",
  "visitor_merges",
  "visitor_traits",
];

let ours: Site;
let theirs: Site;

const fill = async (site: Site): Promise<void> => {
  await site.send([
    track("ada", "Product Viewed"),
    track("bob", "Product Viewed"),
    { type: "identify", anonymousId: "ada", userId: "u1", traits: { plan: "pro" } },
    { type: "alias", userId: "u1", previousId: "bob" },
  ]);
  await site.writeKey();
  await withTenant(site.scope, async (tx) => {
    await tx.insert(goals).values({
      id: randomUUID(),
      projectId: site.scope.projectId,
      key: "view",
      definition: {},
    });
  });
};

beforeAll(async () => {
  [ours, theirs] = await Promise.all([givenProject(), givenProject()]);
  await Promise.all([fill(ours), fill(theirs)]);
});

/** How many rows of each table a transaction of this tenant can see, with no WHERE at all. */
const visible = (scope: ProjectScope): Promise<Record<string, number>> =>
  withTenantSnapshot(scope, async (tx) => {
    const counts: Record<string, number> = {};
    for (const table of tenantTables) {
      const [row] = await tx`select count(*)::int as count from ${tx(table)}`;
      counts[table] = row?.count;
    }
    return counts;
  });

describe("a transaction without a tenant", () => {
  const withoutTenant = <T>(run: (tx: Parameters<Parameters<typeof withTenants<T>>[0]>[0]) => Promise<T>) =>
    withTenants<T>(async (tx) => {
      await tx`select set_config('role', 'tributary_app', true)`;
      return await run(tx);
    });

  it.each(tenantTables)("sees nothing in %s", async (table) => {
    const [row] = await withoutTenant(
      async (tx) => await tx`select count(*)::int as count from ${tx(table)}`,
    );
    expect(row?.count).toBe(0);
  });

  it("can store nothing", async () => {
    const { projectId } = ours.scope;
    await expect(
      withoutTenant(
        async (tx) =>
          await tx`insert into visitor_ids (project_id, id, visitor_no) values (${projectId}, 'a:eve', 9)`,
      ),
    ).rejects.toMatchObject({ code: "42501" });
  });

  it("stays without one after a tenant used the same connection", async () => {
    const connection = asOtherProcess(1);
    const inside = await connection.inTenant(ours.scope, (tx) => tx`select count(*)::int as n from events`);
    const noTenant = { ...ours.scope, orgId: "", projectId: "" };
    const after = await connection.inTenant(noTenant, (tx) => tx`select count(*)::int as n from events`);
    expect([inside[0]?.n, after[0]?.n]).toEqual([2, 0]);
  });
});

describe("a tenant", () => {
  it("sees its own rows only, even without a WHERE", async () => {
    const own = {
      api_keys: 1,
      event_ids: 4,
      events: 2,
      goals: 1,
      memberships: 0,
      organisations: 1,
      projects: 1,
      visitor_counters: 1,
      visitor_ids: 4,
      visitor_merges: 1,
      visitor_traits: 1,
    };
    expect(await visible(ours.scope)).toEqual(own);
    expect(await visible(theirs.scope)).toEqual(own);
  });

  it("of the same organisation sees the sister project's settings and none of its facts", async () => {
    const sister = await givenProject({ beside: ours });
    expect(await visible(sister.scope)).toEqual({
      api_keys: 0,
      event_ids: 0,
      events: 0,
      goals: 0,
      memberships: 0,
      organisations: 1,
      projects: 2,
      visitor_counters: 1,
      visitor_ids: 0,
      visitor_merges: 0,
      visitor_traits: 0,
    });
  });

  it("cannot store a row of another project", async () => {
    const { projectId } = theirs.scope;
    await expect(
      withTenant(ours.scope, async (tx) => {
        await tx.insert(visitorIds).values({ projectId, id: "a:eve", visitorNo: 99 });
      }),
    ).rejects.toMatchObject({ cause: { code: "42501" } });
    await expect(
      withTenant(ours.scope, async (tx) => {
        await tx.insert(events).values({
          projectId,
          messageId: randomUUID(),
          visitorNo: 1,
          occurredAt: "2026-11-01T00:00:00Z",
          name: "Order Completed",
          properties: {},
        });
      }),
    ).rejects.toMatchObject({ cause: { code: "42501" } });
  });

  it("cannot hand a row of its own to another project", async () => {
    await expect(
      withTenant(ours.scope, async (tx) => {
        await tx.update(goals).set({ projectId: theirs.scope.projectId });
      }),
    ).rejects.toMatchObject({ cause: { code: "42501" } });
  });

  it("changes and removes nothing of another project, even without a WHERE", async () => {
    const mine = await givenProject();
    const [renamed, removed] = await withTenant(mine.scope, async (tx) => [
      await tx.update(projects).set({ name: "Mine" }).returning({ id: projects.id }),
      await tx.delete(goals).returning({ id: goals.id }),
    ]);
    expect(renamed).toEqual([{ id: mine.scope.projectId }]);
    expect(removed).toEqual([]);
    expect((await visible(theirs.scope)).goals).toBe(1);
  });

  it("cannot make a project in another organisation", async () => {
    await expect(
      withTenant(ours.scope, async (tx) => {
        const orgId = theirs.scope.orgId;
        await tx.insert(projects).values({ id: randomUUID(), orgId, slug: "eve", name: "Eve" });
      }),
    ).rejects.toMatchObject({ cause: { code: "42501" } });
  });

  it.each(["update events set name = 'changed'", "delete from events", "truncate events"])(
    "cannot change its own log: %s",
    async (statement) => {
      await expect(
        withTenant(ours.scope, async (tx) => await tx.execute(sql.raw(statement))),
      ).rejects.toMatchObject({ cause: { code: "42501" } });
    },
  );

  it("cannot reach a partition around its parent's policy", async () => {
    await expect(
      withTenantSnapshot(ours.scope, async (tx) => await tx`select count(*) from events_default`),
    ).rejects.toMatchObject({ code: "42501" });
  });
});

describe("a call as a tenant", () => {
  const makeProbe = async (): Promise<void> => {
    await asOwner()`create or replace function tenant_probe(project uuid, note text, out role text, out seen uuid[])
      language plpgsql as $$ begin
        role := current_role;
        seen := array(select distinct project_id from events);
        if note = 'other' then
          insert into visitor_ids (project_id, id, visitor_no) values (gen_random_uuid(), 'a:eve', 9);
        end if;
      end $$`;
  };

  it("runs as the app's role, sees that tenant alone and leaves none behind", async () => {
    await makeProbe();
    for (const { scope } of [ours, theirs, ours, theirs])
      expect(await callAsTenant(scope, "tenant_probe", [null])).toEqual({
        role: "tributary_app",
        seen: [scope.projectId],
      });
    const after = await withTenants(
      async (tx) => await tx`select coalesce(current_setting('app.project_id', true), '') as tenant`,
    );
    expect(after[0]?.tenant).toBe("");
  });

  it("stores no row of another project", async () => {
    await makeProbe();
    await expect(callAsTenant(ours.scope, "tenant_probe", ["other"])).rejects.toMatchObject({
      code: "42501",
    });
  });
});

describe("a scope", () => {
  it("that merely looks like one opens no door", async () => {
    const forged = { orgId: theirs.scope.orgId, projectId: theirs.scope.projectId } as ProjectScope;
    const copied = { ...theirs.scope };
    for (const scope of [forged, copied]) {
      const read = async () => await withTenant(scope, async () => "inside");
      const snapshot = async () => await withTenantSnapshot(scope, async () => "inside");
      const write = async () => await withTenants(async (_tx, enter) => await enter(scope));
      const call = async () => await callAsTenant(scope, "append_new_events", []);
      for (const open of [read, snapshot, write, call])
        await expect(open()).rejects.toThrow("This scope was not minted by a door.");
    }
  });

  it("cannot be changed after it was minted", () => {
    expect(() => Object.assign(ours.scope, { projectId: theirs.scope.projectId })).toThrow(TypeError);
  });

  it("does not reach from one project into the next inside a transaction that serves both", async () => {
    const names = await withTenants(async (tx, enter) => {
      const seen: unknown[] = [];
      for (const { scope } of [ours, theirs]) {
        await enter(scope);
        for (const row of await tx<{ id: string }[]>`select distinct project_id as id from events`)
          seen.push(row.id);
      }
      return seen;
    });
    expect(names).toEqual([ours.scope.projectId, theirs.scope.projectId]);
  });
});
