import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { errorCode } from "./error-code";
import { loginUrl, ownerLogin } from "./logins";

const leaseNumber = 7_426_100;
const otherClientsLeaveWithinMs = 1_000;

/** A connection that says "this process uses the server". The system closes it however the process ends. */
export interface Lease {
  sql: postgres.Sql;
  /**
   * Gives the lease back. With nobody else left, runs `stopServer` while newcomers are kept waiting, so nobody can
   * settle on a server that is about to stop.
   */
  release(stopServer: () => Promise<void>): Promise<void>;
}

const nobodyElse = async (sql: postgres.Sql): Promise<boolean> => {
  const deadline = Date.now() + otherClientsLeaveWithinMs;
  while (true) {
    const [row] = await sql`
      select count(*)::int as others from pg_stat_activity
      where backend_type = 'client backend' and pid <> pg_backend_pid()`;
    if (row?.others === 0) return true;
    if (Date.now() > deadline) return false;
    await sleep(20);
  }
};

/**
 * Connects to the server on `port` and takes a lease. `undefined` when that server is not ready, is going away, or is
 * not the one of `dataDir`; `onLost` is called when the connection breaks later.
 */
export const takeLease = async (
  server: { port: number; dataDir: string; ownerPassword: string },
  onLost: () => void,
): Promise<Lease | undefined> => {
  let held = false;
  const sql = postgres(loginUrl(ownerLogin, server.ownerPassword, server.port, "postgres"), {
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: 5,
    onnotice: () => {},
    onclose: () => {
      if (held) onLost();
      held = false;
    },
    connection: { application_name: "tributary supervisor" },
  });
  const close = async (): Promise<void> => {
    held = false;
    await sql.end({ timeout: 1 });
  };
  try {
    const [row] = await sql`select current_setting('data_directory') as dir`;
    if (row?.dir !== server.dataDir) {
      await close();
      return undefined;
    }
    await sql`select pg_advisory_lock_shared(${leaseNumber})`;
    held = true;
  } catch (error) {
    await close();
    if (errorCode(error) !== "28P01") return undefined;
    throw new Error(
      `The password kept for the database in ${server.dataDir} is not the right one. Put back its logins file, or move the data away to start afresh.`,
    );
  }
  return {
    sql,
    release: async (stopServer) => {
      if (!held) return await close();
      held = false;
      try {
        await sql`select pg_advisory_unlock_shared(${leaseNumber})`;
        const [row] = await sql`select pg_try_advisory_lock(${leaseNumber}) as last`;
        if (row?.last && (await nobodyElse(sql))) await stopServer();
      } finally {
        await close();
      }
    },
  };
};
