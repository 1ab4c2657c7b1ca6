import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { databaseName, loginUrl, ownerLogin, readOrCreateLogins } from "@/db/embedded/logins";

export type BenchProject = { projectId: string; writeKey: string; secretKey: string };

/** How late the event loop came, in ms. */
export type LoopDelay = { p50: number; p99: number; max: number };

export type BenchServer = BenchProject & {
  port: number;
  /** The database, as the owner of its tables. */
  ownerUrl(): string;
  newProject(name: string): BenchProject;
  /** Resident memory of the app in MB. */
  memory(): number;
  /** Processor time used so far, in ms. */
  cpu(): { app: number; database: number };
  /** Of the thread that takes events, since this was last asked. */
  loopDelay(): Promise<LoopDelay>;
  /** Starts a second process of the app on the same database; answers how to stop it. */
  beside(port: number, env: Record<string, string>): Promise<() => Promise<void>>;
  stop(): Promise<void>;
};

const untilReady = async (port: number, server: ChildProcess): Promise<void> => {
  for (;;) {
    if (server.exitCode !== null) throw new Error(`The server ended with ${server.exitCode}.`);
    const answer = await fetch(`http://127.0.0.1:${port}/api/health`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(50);
  }
};

/** User and system time of a process in ms (a tick is 10 ms), and its parent. */
const timesOf = (pid: string): { ms: number; parent: string } => {
  const fields = fs.readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return { ms: (Number(fields[11]) + Number(fields[12])) * 10, parent: fields[1] ?? "" };
};

/** Processor time of a process with its threads, in ms. */
export const processTime = (pid: number | undefined): number => timesOf(String(pid)).ms;

const familyTime = (parent: string): number => {
  let sum = 0;
  for (const pid of fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const { ms, parent: own } = timesOf(pid);
      if (pid === parent || own === parent) sum += ms;
    } catch {
      // It ended meanwhile.
    }
  }
  return sum;
};

const untilEnded = (server: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    server.once("exit", () => resolve());
    server.kill("SIGTERM");
  });

const loopFile = (home: string, port: number): string => path.join(home, `event-loop-${port}.json`);

const readLoopDelay = async (server: ChildProcess, file: string): Promise<LoopDelay> => {
  fs.rmSync(file, { force: true });
  server.kill("SIGUSR2");
  while (!fs.existsSync(file)) await sleep(10);
  return JSON.parse(fs.readFileSync(file, "utf8"));
};

/** Starts the built app in a process of its own, as `npm start` does after building. */
export const startServer = async (home: string, port: number, more: Record<string, string> = {}) => {
  const env = {
    ...process.env,
    NODE_ENV: "production",
    DATA_DIR: home,
    PORT: String(port),
    DEMO: "0",
    LIMITS: "off",
    EVENT_LOOP_FILE: loopFile(home, port),
    ...more,
  };
  const how = ["--import", "./bench/event-loop.mjs", "--max-semi-space-size=32", "dist/server.js"];
  const server = spawn(process.execPath, how, { env, stdio: ["ignore", "ignore", "inherit"] });
  await untilReady(port, server);
  return { server, env, end: () => untilEnded(server) };
};

/** The built app on an empty embedded database, with one project. */
export const givenServer = async (port: number): Promise<BenchServer> => {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "tributary-bench-"));
  fs.chmodSync(home, 0o755);
  const { server, env, end } = await startServer(home, port);
  const newProject = (name: string): BenchProject =>
    JSON.parse(
      execFileSync(
        process.execPath,
        ["dist/cli.js", "project", "create", "--org", "Bench", "--project", name, "--json"],
        { env, encoding: "utf8" },
      ),
    );
  const postmasterLines = (): string[] =>
    fs.readFileSync(path.join(home, "postgres/postmaster.pid"), "utf8").split("\n");
  return {
    port,
    ...newProject("Bench"),
    newProject,
    ownerUrl: () => {
      const { ownerPassword } = readOrCreateLogins(path.join(home, "postgres.logins.json"));
      return loginUrl(ownerLogin, ownerPassword, Number(postmasterLines()[3]), databaseName);
    },
    memory: () => {
      const pages = fs.readFileSync(`/proc/${server.pid}/statm`, "utf8").split(" ")[1];
      return (Number(pages) * 4096) / 1024 / 1024;
    },
    cpu: () => ({ app: processTime(server.pid), database: familyTime(postmasterLines()[0] ?? "") }),
    loopDelay: () => readLoopDelay(server, loopFile(home, port)),
    beside: async (otherPort, more) => {
      const other = await startServer(home, otherPort, more);
      return other.end;
    },
    stop: async () => {
      await end();
      fs.rmSync(home, { recursive: true, force: true });
    },
  };
};
