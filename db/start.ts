import path from "node:path";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { checkDurability } from "./check-durability";
import { type EmbeddedDatabase, startEmbedded } from "./embedded/supervisor";
import { migrateDatabase } from "./migrate";
import { reachDatabase } from "./reach-database";

const startOwn = async (): Promise<EmbeddedDatabase> => {
  try {
    return await startEmbedded(path.join(env.dataDir, "postgres"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError("unavailable", reason, undefined, { cause: error });
  }
};

const prepare = async (): Promise<void> => {
  const { databaseUrl, databaseOwnerUrl } = env;
  if (!databaseUrl || !databaseOwnerUrl) throw new Error("No database was chosen.");
  await reachDatabase(
    databaseOwnerUrl,
    databaseOwnerUrl === databaseUrl ? "DATABASE_URL" : "DATABASE_OWNER_URL",
  );
  await migrateDatabase(databaseOwnerUrl);
  if (databaseOwnerUrl !== databaseUrl) await reachDatabase(databaseUrl, "DATABASE_URL");
  await checkDurability();
};

/**
 * Makes the database ready for this process: starts or adopts the embedded one unless `DATABASE_URL` is set, and
 * migrates. Throws `unavailable` with a message for the person who started the app. Call `stop` after closing pools.
 */
export const startDatabase = async (): Promise<{ embedded: boolean; stop(): Promise<void> }> => {
  const own = env.databaseUrl ? undefined : await startOwn();
  if (own) env.setDatabase(own);
  const stop = async (): Promise<void> => {
    await own?.stop();
  };
  try {
    await prepare();
  } catch (error) {
    await stop();
    throw error;
  }
  return { embedded: own !== undefined, stop };
};
