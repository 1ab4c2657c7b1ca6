import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { expect, it, onTestFinished } from "vitest";
import { env } from "@/lib/env";
import { migrateDatabase } from "./migrate";
import { asOwner } from "./testing/as-owner";

/** An empty database of the test's own. */
const givenDatabase = async (): Promise<{ url: string; sql: postgres.Sql }> => {
  const name = `migrate_${randomBytes(6).toString("hex")}`;
  await asOwner()`create database ${asOwner()(name)}`;
  const url = Object.assign(new URL(env.databaseOwnerUrl ?? ""), { pathname: `/${name}` }).href;
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  onTestFinished(async () => {
    await sql.end();
    await asOwner()`drop database ${asOwner()(name)} with (force)`;
  });
  return { url, sql };
};

const tables = async (sql: postgres.Sql): Promise<number> => {
  const [row] = await sql<
    { count: number }[]
  >`select count(*)::int as count from pg_tables where schemaname = 'public'`;
  return row?.count ?? 0;
};

it("brings an empty database up to date once, however many processes start at the same time", async () => {
  const { url, sql } = await givenDatabase();
  await Promise.all([1, 2, 3, 4].map(() => migrateDatabase(url)));
  const after = await tables(sql);
  expect(after).toBeGreaterThan(30);
  const applied = await sql`select hash from drizzle.__drizzle_migrations`;
  await migrateDatabase(url);
  expect(await tables(sql)).toBe(after);
  expect(await sql`select hash from drizzle.__drizzle_migrations`).toEqual(applied);
});

it("starts although events of a coming month already lie in the default partition", async () => {
  const { url, sql } = await givenDatabase();
  await migrateDatabase(url);
  const [month] = await sql<{ name: string }[]>`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'events'::regclass and c.relname ~ '^events_\\d{6}$' order by 1 desc limit 1`;
  await sql`drop table ${sql(month?.name ?? "")}`;
  await sql`alter table events no force row level security`;
  await sql`insert into events (project_id, message_id, visitor_no, occurred_at, received_at, name, properties)
    values (gen_random_uuid(), 'm', 1, now(), date_trunc('month', now()) + interval '12 months 10 days', 'Early', '{}')`;
  await migrateDatabase(url);
  const [row] = await sql`select tableoid::regclass::text as partition from events`;
  expect(row).toEqual({ partition: "events_default" });
});
