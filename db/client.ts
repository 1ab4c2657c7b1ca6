import { isMainThread } from "node:worker_threads";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { env } from "@/lib/env";
import { oncePerProcess } from "@/lib/once-per-process";

type PoolName = "app" | "ingest" | "read";

/** Scan threads have pools of their own, for definitions and the log alone. */
const sizes: Record<PoolName, number> = { app: isMainThread ? 8 : 2, ingest: 2, read: 2 };

const open = (name: PoolName) => {
  if (!env.databaseUrl) throw new Error("DATABASE_URL is not set: the database was not started.");
  return postgres(env.databaseUrl, {
    max: sizes[name],
    idle_timeout: name === "read" ? 300 : undefined,
    connect_timeout: 5,
    backoff: () => 0.25,
    onnotice: () => {},
    connection: {
      application_name: `tributary ${name}`,
      statement_timeout: name === "read" ? 60_000 : 5_000,
      // Writers of one project take turns. Less than the longest time that requests wait for their turn, so that those
      // of other projects, which stand behind, are still written in time.
      lock_timeout: name === "ingest" ? 700 : 0,
      idle_in_transaction_session_timeout: name === "read" ? 60_000 : 10_000,
    },
  });
};

const pools = () => oncePerProcess("pools", () => new Map<PoolName, postgres.Sql>());

/**
 * Separate pools, because postgres.js queues onto busy connections: a report must never make ingestion wait.
 * Private to `db`: rows are reached through `tenant.ts` and `unscoped.ts`.
 */
export const rawPool = (name: "ingest" | "read"): postgres.Sql => {
  const known = pools().get(name);
  if (known) return known;
  const pool = open(name);
  pools().set(name, pool);
  return pool;
};

/** Drizzle changes how its client parses dates, so it has a client of its own. */
export const drizzlePool = () =>
  oncePerProcess("drizzle", () => {
    const pool = open("app");
    pools().set("app", pool);
    return drizzle(pool);
  });

/** Ends every pool of this process, giving what still runs a few seconds; part of an orderly stop. */
export const closePools = async (withinSeconds = 5): Promise<void> => {
  await Promise.all([...pools().values()].map((pool) => pool.end({ timeout: withinSeconds })));
};
