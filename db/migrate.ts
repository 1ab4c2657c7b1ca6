import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { AppError } from "@/lib/errors";

const lockNumber = 7_426_001;

/** Beside this file in the sources, one folder up from the bundles. */
const migrationsFolder = (): string => {
  const places = ["./migrations", "../db/migrations"].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  );
  const found = places.find((place) => existsSync(place));
  if (!found) throw new Error(`The migrations are missing: looked in ${places.join(" and ")}.`);
  return found;
};

/**
 * Brings the schema up to date and makes the log's partitions for the year ahead. Safe when several processes start
 * at once: the migrator takes no lock of its own, so this one is held around it.
 */
export const migrateDatabase = async (ownerUrl: string): Promise<void> => {
  const client = postgres(ownerUrl, { max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    await client`select pg_advisory_lock(${lockNumber})`;
    await migrate(drizzle(client), { migrationsFolder: migrationsFolder() }).catch((error: unknown) => {
      const { code, message } = ((error as Error).cause ?? error) as { code?: string; message?: string };
      if (code !== "42501") throw error;
      throw new AppError("unavailable", `The database cannot be set up: ${message}`, undefined, {
        cause: error,
      });
    });
    await client`select ensure_event_partitions()`;
    await client`select pg_advisory_unlock(${lockNumber})`;
  } finally {
    await client.end();
  }
};
