import { describe, expect, it } from "vitest";
import { asOwner } from "./testing/as-owner";

/** Rows that belong to a person, not to a tenant. */
const notOfATenant = ["job_runs", "login_sessions", "users"];
/** The tenant itself: its own id is the key. */
const tenantItself = ["organisations"];

const tables = async () =>
  await asOwner()<
    {
      name: string;
      partition: boolean;
      enabled: boolean;
      forced: boolean;
      keys: string[];
      nullable: string[];
    }[]
  >`
    select c.relname as name, c.relispartition as partition, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
      array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attname in ('org_id', 'project_id')) as keys,
      array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and not a.attnotnull
        and a.attname in ('org_id', 'project_id')) as nullable
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
    order by c.relname`;

const tenantTables = async () =>
  (await tables()).filter(({ name, partition }) => !partition && !notOfATenant.includes(name));

describe("every table of the schema", () => {
  it("has exactly one of org_id and project_id, never null, unless it is on the short list", async () => {
    const found = await tenantTables();
    const wrong = found.filter(
      ({ name, keys, nullable }) =>
        !tenantItself.includes(name) && (keys.length !== 1 || nullable.length > 0),
    );
    expect(wrong.map(({ name }) => name)).toEqual([]);
    expect(found.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["events", "event_ids", "goals", "api_keys", "projects", ...tenantItself]),
    );
  });

  it("has row-level security switched on and forced on its owner as well", async () => {
    const open = (await tenantTables()).filter(({ enabled, forced }) => !(enabled && forced));
    expect(open.map(({ name }) => name)).toEqual([]);
  });

  it("has one policy for the app's role that checks reads and writes alike by the tenant of the transaction", async () => {
    const policies = await asOwner()<{ name: string; using: string; check: string; command: string }[]>`
      select tablename as name, qual as using, with_check as check, cmd as command from pg_policies
      where schemaname = 'public' and 'tributary_app' = any(roles) order by tablename`;
    const keys = new Map((await tenantTables()).map((table) => [table.name, table.keys[0]]));
    expect(policies.map(({ name }) => name)).toEqual([...keys.keys()]);
    for (const { name, using, check, command } of policies) {
      expect(check, name).toBe(using);
      expect(command, name).toBe("ALL");
      const column = keys.get(name) ?? "id";
      const setting = column === "project_id" ? "project_id" : "org_id";
      expect(using, name).toMatch(new RegExp(`^\\(${column} = .*current_setting\\('app\\.${setting}'`));
    }
  });

  it("has no policy for anybody but the app's role and the owner: look-ups, which only read, and retention", async () => {
    const others = await asOwner()<{ table: string; command: string; roles: string }[]>`
      select tablename as table, cmd as command, array_to_string(roles, ' ') as roles from pg_policies
      where schemaname = 'public' and not 'tributary_app' = any(roles) order by tablename, cmd desc`;
    const [owner] = await asOwner()<{ name: string }[]>`
      select pg_get_userbyid(relowner) as name from pg_class where oid = 'public.projects'::regclass`;
    expect([...others]).toEqual(
      [
        ["api_keys", "SELECT"],
        ["events", "SELECT"],
        ["events", "DELETE"],
        ["memberships", "SELECT"],
        ["organisations", "SELECT"],
        ["projects", "SELECT"],
        ["webhook_secrets", "SELECT"],
      ].map(([table, command]) => ({ table, command, roles: owner?.name })),
    );
    const expiry = await asOwner()<{ using: string }[]>`
      select qual as using from pg_policies where tablename = 'events'`;
    expect(new Set(expiry.map(({ using }) => using)).size).toBe(1);
  });

  it("starts every unique key of a project's table with the project, as a foreign one would tell of other tenants", async () => {
    const keys = await asOwner()<{ name: string; first: string }[]>`
      select i.indexrelid::regclass::text as name, a.attname as first
      from pg_index i join pg_class c on c.oid = i.indrelid and c.relnamespace = 'public'::regnamespace and not c.relispartition
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
      where i.indisunique and exists (select from pg_attribute t where t.attrelid = c.oid and t.attname = 'project_id')
      order by 1`;
    // The digest of a key is looked up before its project is known; it is the hash of a random text.
    expect(keys.filter(({ first }) => first !== "project_id").map(({ name }) => name)).toEqual([
      "api_keys_digest_unique",
    ]);
    expect(keys.length).toBeGreaterThan(5);
  });
});

describe("the app's role", () => {
  it("is no superuser, bypasses nothing, cannot log in and is a member of nothing", async () => {
    const [role] = await asOwner()`
      select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolcanlogin,
        (select count(*)::int from pg_auth_members m where m.member = r.oid) as memberships
      from pg_roles r where rolname = 'tributary_app'`;
    expect(role).toEqual({
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolreplication: false,
      rolcanlogin: false,
      memberships: 0,
    });
  });

  it("owns nothing and may create nothing", async () => {
    const [owned] = await asOwner()`
      select (select count(*)::int from pg_class where relowner = 'tributary_app'::regrole) as relations,
        (select count(*)::int from pg_proc where proowner = 'tributary_app'::regrole) as functions,
        has_schema_privilege('tributary_app', 'public', 'create') as creates,
        has_database_privilege('tributary_app', current_database(), 'create') as "createsSchemas"`;
    expect(owned).toEqual({ relations: 0, functions: 0, creates: false, createsSchemas: false });
  });

  it("reaches partitions only through their parent, whose policy then holds", async () => {
    const partitions = (await tables()).filter(({ partition }) => partition).map(({ name }) => name);
    const reachable = await asOwner()<{ name: string }[]>`
      select name, privilege from unnest(${partitions}::text[]) as name,
        unnest(array['select', 'insert', 'update', 'delete', 'truncate']) as privilege
      where has_table_privilege('tributary_app', format('public.%I', name), privilege)
        or has_table_privilege('public', format('public.%I', name), privilege)`;
    expect([...reachable]).toEqual([]);
    expect(partitions).toContain("events_default");
    expect(partitions.length).toBeGreaterThan(20);
  });

  it("may add to the log and read it, and change nothing in it", async () => {
    const [rights] = await asOwner()`
      select has_table_privilege('tributary_app', 'events', 'select') as reads,
        has_table_privilege('tributary_app', 'events', 'insert') as adds,
        has_table_privilege('tributary_app', 'events', 'update') as changes,
        has_table_privilege('tributary_app', 'events', 'delete') as removes,
        has_table_privilege('tributary_app', 'events', 'truncate') as empties`;
    expect(rights).toEqual({ reads: true, adds: true, changes: false, removes: false, empties: false });
  });
});

describe("what runs with the owner's rights", () => {
  it("has a fixed search path and is not open to everybody", async () => {
    const definers = await asOwner()<{ name: string; path: string[] | null; open: boolean }[]>`
      select proname as name, proconfig as path, has_function_privilege('public', oid, 'execute') as open
      from pg_proc where pronamespace = 'public'::regnamespace and prosecdef order by proname`;
    expect([...definers]).toEqual(
      [
        "expire_events",
        "find_organisation",
        "find_project",
        "list_memberships",
        "list_projects",
        "resolve_api_key",
        "resolve_webhook",
      ].map((name) => ({
        name,
        path: ["search_path=public, pg_temp"],
        open: false,
      })),
    );
  });

  it("is no view without the reader's own rights", async () => {
    const views = await asOwner()<{ name: string }[]>`
      select c.relname as name from pg_class c
      where c.relnamespace = 'public'::regnamespace
        and (c.relkind = 'm' or (c.relkind = 'v' and not coalesce(c.reloptions, '{}') @> '{security_invoker=true}'))`;
    expect([...views]).toEqual([]);
  });
});

it("keeps a partition of the log for every month from the last one to a year ahead", async () => {
  const months = await asOwner()<{ name: string; bounds: string }[]>`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'events'::regclass and c.relname ~ '^events_\\d{6}$' order by 1`;
  const now = new Date();
  const wanted = Array.from({ length: 14 }, (_, n) => {
    const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + n - 1, 1));
    return `events_${month.toISOString().slice(0, 7).replace("-", "")}`;
  });
  expect(months.map(({ name }) => name)).toEqual(wanted);
});
