import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import postgres from "postgres";
import { env } from "@/lib/env";
import { startEmbedded } from "../embedded/supervisor";
import { migrateDatabase } from "../migrate";

interface TestDatabase {
  appUrl: string;
  ownerUrl: string;
  remove(): Promise<void>;
}

const localHosts = new Set(["localhost", "127.0.0.1", "[::1]", ""]);

const throwAwayCluster = async (): Promise<TestDatabase> => {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "tributary-test-"));
  fs.chmodSync(home, 0o755);
  const database = await startEmbedded(path.join(home, "postgres"));
  return {
    ...database,
    remove: async () => {
      await database.stop();
      fs.rmSync(home, { recursive: true, force: true });
    },
  };
};

const throwAwayDatabase = async (appUrl: string, ownerUrl: string): Promise<TestDatabase> => {
  for (const { hostname } of [new URL(appUrl), new URL(ownerUrl)]) {
    if (!localHosts.has(hostname) && !env.allowRemoteTestDatabase) {
      throw new Error(
        `The tests do not run against ${hostname}, because it is not this machine. Set ALLOW_REMOTE_TEST_DATABASE=1 if that is meant.`,
      );
    }
  }
  const name = `tributary_test_${randomBytes(6).toString("hex")}`;
  const onServer = async (run: (sql: postgres.Sql) => Promise<unknown>): Promise<void> => {
    const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
    try {
      await run(sql);
    } finally {
      await sql.end();
    }
  };
  await onServer((sql) => sql`create database ${sql(name)}`);
  const inDatabase = (url: string): string => Object.assign(new URL(url), { pathname: `/${name}` }).href;
  return {
    appUrl: inDatabase(appUrl),
    ownerUrl: inDatabase(ownerUrl),
    remove: () => onServer((sql) => sql`drop database ${sql(name)} with (force)`),
  };
};

/** Gives the database tests a migrated database of their own; returns what takes it away again. */
export default async function setup(): Promise<() => Promise<void>> {
  const { databaseUrl, databaseOwnerUrl } = env;
  const database =
    databaseUrl && databaseOwnerUrl
      ? await throwAwayDatabase(databaseUrl, databaseOwnerUrl)
      : await throwAwayCluster();
  try {
    await migrateDatabase(database.ownerUrl);
  } catch (error) {
    await database.remove();
    throw error;
  }
  env.setDatabase(database);
  return database.remove;
}
