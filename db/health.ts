import postgres from "postgres";
import { env } from "@/lib/env";

export interface DatabaseHealth {
  version: string;
  synchronousCommit: string;
  fsync: string;
}

/**
 * Asks the database for its version and durability settings over a connection of its own, so that busy pools cannot
 * make a healthy server look ill. Rejects when it does not answer within about two seconds.
 */
export const readDatabaseHealth = async (): Promise<DatabaseHealth> => {
  if (!env.databaseUrl) throw new Error("The database is not started.");
  const sql = postgres(env.databaseUrl, {
    max: 1,
    connect_timeout: 2,
    fetch_types: false,
    onnotice: () => {},
    connection: { application_name: "tributary health", statement_timeout: 2_000 },
  });
  try {
    const [row] = await sql<DatabaseHealth[]>`
      select current_setting('server_version') as version,
        current_setting('synchronous_commit') as "synchronousCommit", current_setting('fsync') as fsync`;
    if (!row) throw new Error("The database answered nothing.");
    return row;
  } finally {
    await sql.end({ timeout: 1 });
  }
};
