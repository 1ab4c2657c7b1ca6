import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ensureCluster } from "./create-cluster";
import { type Lease, takeLease } from "./lease";
import { type ClusterLocation, locateCluster } from "./location";
import { appLogin, databaseName, loginUrl, ownerLogin, readOrCreateLogins } from "./logins";
import { inspectPostmaster } from "./postmaster-state";
import { provision } from "./provision";
import { type Attempt, findFreePort, spawnPostmaster } from "./spawn-postmaster";

const pauseMs = 25;
const givesUpStartingAfterMs = 15_000;
const givesUpRecoveringAfterMs = 10 * 60_000;
const saysItWaitsAfterMs = 5_000;
const stopsWithinMs = 60_000;

export interface EmbeddedDatabase {
  ownerUrl: string;
  appUrl: string;
  /** Ends this process's use of the server, which stops when nobody else uses it. Close pools first. */
  stop(): Promise<void>;
}

interface Server {
  location: ClusterLocation;
  logFile: string;
  ownerPassword: string;
}

/**
 * Takes a lease on the server of this data directory, starting one when none runs. Several processes may do this at
 * once: Postgres lets one server win, the rest adopt it. A restart keeps the port, so pools find their way back.
 */
const lease = async (
  { location, logFile, ownerPassword }: Server,
  onLost: () => void,
  restart?: { port: number; signal: AbortSignal },
): Promise<{ lease: Lease; port: number }> => {
  const { dataDir } = location;
  const begun = Date.now();
  let attempt: Attempt | undefined;
  let busySince: number | undefined;
  let saidItWaits = false;
  while (true) {
    const state = inspectPostmaster(dataDir);
    if (state.kind === "ready") {
      const taken = await takeLease({ port: state.port, dataDir, ownerPassword }, onLost);
      if (taken) return { lease: taken, port: state.port };
    }
    if (state.kind === "none" && !attempt?.running()) {
      if (attempt && Date.now() - begun > givesUpStartingAfterMs) {
        throw new Error(`PostgreSQL does not start in ${dataDir}. Its log says:\n${attempt.output()}`);
      }
      attempt = spawnPostmaster(location, restart?.port ?? state.lastPort ?? (await findFreePort()), logFile);
    }
    busySince = state.kind === "none" ? undefined : (busySince ?? Date.now());
    const busyMs = busySince === undefined ? 0 : Date.now() - busySince;
    if (busyMs > saysItWaitsAfterMs && !saidItWaits) {
      console.error(`PostgreSQL is starting or recovering in ${dataDir} (log: ${logFile}) …`);
      saidItWaits = true;
    }
    if (busyMs > givesUpRecoveringAfterMs) {
      throw new Error(`PostgreSQL in ${dataDir} does not become ready. See its log: ${logFile}`);
    }
    await sleep(pauseMs, undefined, { signal: restart?.signal });
  }
};

const stopServer = async (dataDir: string): Promise<void> => {
  const running = inspectPostmaster(dataDir);
  if (running.kind !== "ready") return;
  process.kill(running.pid, "SIGINT");
  const deadline = Date.now() + stopsWithinMs;
  while (inspectPostmaster(dataDir).kind !== "none") {
    if (Date.now() > deadline) {
      console.error(`PostgreSQL (process ${running.pid}) is still stopping.`);
      return;
    }
    await sleep(pauseMs);
  }
};

/**
 * Runs a real PostgreSQL in `dataDir` (created when absent) and keeps it running while this process uses it: a server
 * that is already there is adopted, one that dies is started again on the same port, and the last process to leave
 * stops it. Passwords and the log are kept beside `dataDir`. Throws when the server cannot be started.
 */
export const startEmbedded = async (dataDir: string): Promise<EmbeddedDatabase> => {
  const location = locateCluster(dataDir);
  const logins = readOrCreateLogins(`${path.resolve(dataDir)}.logins.json`);
  ensureCluster(location, logins.ownerPassword);
  const server: Server = {
    location,
    logFile: `${path.resolve(dataDir)}.log`,
    ownerPassword: logins.ownerPassword,
  };

  const stopping = new AbortController();
  const { signal } = stopping;
  let restoring: Promise<void> = Promise.resolve();
  const restore = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        const again = await lease(server, onLost, { port, signal });
        current = again.lease;
        if (again.port !== port)
          console.error(`PostgreSQL moved to port ${again.port}: restart this process.`);
        return;
      } catch (error) {
        if (!signal.aborted) console.error(error instanceof Error ? error.message : error);
      }
    }
  };
  const onLost = (): void => {
    if (!signal.aborted) restoring = restore();
  };
  const stop = async (): Promise<void> => {
    stopping.abort();
    await restoring;
    await current.release(() => stopServer(location.dataDir));
  };

  const first = await lease(server, onLost);
  const { port } = first;
  let current = first.lease;
  try {
    await provision(current.sql, logins.appPassword);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ownerUrl: loginUrl(ownerLogin, logins.ownerPassword, port, databaseName),
    appUrl: loginUrl(appLogin, logins.appPassword, port, databaseName),
    stop,
  };
};
