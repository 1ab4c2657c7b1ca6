import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import type { ClusterLocation } from "./location";
import { program } from "./resolve-binaries";

/** Sized for a small machine that it shares with the app; durability is never traded away. */
const settings: Record<string, string> = {
  listen_addresses: "127.0.0.1",
  // Socket paths have a length limit and a global namespace; TCP has neither.
  unix_socket_directories: "",
  max_connections: "60",
  shared_buffers: "256MB",
  effective_cache_size: "1GB",
  work_mem: "16MB",
  maintenance_work_mem: "128MB",
  max_wal_size: "2GB",
  wal_compression: "on",
  random_page_cost: "1.1",
  jit: "off",
  fsync: "on",
  synchronous_commit: "on",
  timezone: "UTC",
  log_timezone: "UTC",
};

const logLimitBytes = 20 * 1024 * 1024;

const portIsFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = net.createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });

/** Below the range that outgoing connections use, so that a restarted server finds its port free again. */
export const findFreePort = async (): Promise<number> => {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (await portIsFree(port)) return port;
  }
  throw new Error("No free port was found for PostgreSQL between 20000 and 32000.");
};

/** One attempt to start the server; it may end at once when another process was faster. */
export interface Attempt {
  running(): boolean;
  /** What the server wrote to its log since this attempt. */
  output(): string;
}

/** Starts a server that outlives this process and is out of reach of the terminal's Ctrl-C. */
export const spawnPostmaster = (location: ClusterLocation, port: number, logFile: string): Attempt => {
  const { dataDir, binaries, user } = location;
  const size = fs.statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > logLimitBytes) fs.renameSync(logFile, `${logFile}.old`);
  const from = size > logLimitBytes ? 0 : size;
  const log = fs.openSync(logFile, "a", 0o600);
  const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  let child: ChildProcess;
  let failure: Error | undefined;
  try {
    child = spawn(program(binaries, "postgres"), ["-D", dataDir, "-p", String(port), ...options], {
      ...user,
      cwd: "/",
      detached: true,
      stdio: ["ignore", log, log],
    });
  } finally {
    fs.closeSync(log);
  }
  child.on("error", (error) => {
    failure = error;
  });
  child.unref();
  return {
    running: () => failure === undefined && child.exitCode === null && child.signalCode === null,
    output: () => failure?.message ?? fs.readFileSync(logFile).subarray(from).toString("utf8").trim(),
  };
};
