import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import postgres from "postgres";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { locateCluster } from "./location";
import { inspectPostmaster } from "./postmaster-state";
import { startEmbedded } from "./supervisor";

const isRoot = process.getuid?.() === 0;

let home: string;
let dataDir: string;
const processes: ChildProcess[] = [];

beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), "tributary-supervisor-"));
  fs.chmodSync(home, 0o755);
  dataDir = path.join(home, "postgres");
});

afterEach(async () => {
  for (const child of processes.splice(0)) await killed(child);
  const running = inspectPostmaster(dataDir);
  if (running.kind === "ready") {
    process.kill(running.pid, "SIGQUIT");
    await vi.waitUntil(() => inspectPostmaster(dataDir).kind === "none", { timeout: 10_000 });
  }
  fs.rmSync(home, { recursive: true, force: true, maxRetries: 10 });
});

const killed = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
};

/** Another process that uses the same server; `leave` lets it stop in an orderly way. */
const startProcess = async () => {
  const program = path.join(import.meta.dirname, "supervisor-process.ts");
  const child = spawn(process.execPath, ["--import", "tsx", program, dataDir], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  processes.push(child);
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  const urls: { ownerUrl: string; appUrl: string } = JSON.parse(line);
  const leave = async () => {
    child.stdin.end();
    const [code] = await once(child, "exit");
    return code;
  };
  return { ...urls, kill: () => killed(child), leave };
};

const ask = async <T>(url: string, run: (sql: postgres.Sql) => Promise<T>): Promise<T> => {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await run(sql);
  } finally {
    await sql.end();
  }
};

const postmasterPid = (): number => {
  const state = inspectPostmaster(dataDir);
  if (state.kind !== "ready") throw new Error(`Postgres is not ready but ${state.kind}.`);
  return state.pid;
};

/** Kills the server without a chance to clean up; waits until it is gone, or replaced by one that is kept alive. */
const killPostmaster = async (): Promise<void> => {
  const pid = postmasterPid();
  process.kill(pid, "SIGKILL");
  await vi.waitUntil(() => {
    const state = inspectPostmaster(dataDir);
    return state.kind === "none" || (state.kind === "ready" && state.pid !== pid);
  });
};

const remember = (url: string) =>
  ask(url, async (sql) => {
    await sql`create table if not exists remembered (word text)`;
    await sql`insert into remembered values ('kept')`;
  });

const recall = (url: string) =>
  ask(url, async (sql) =>
    (await sql<{ word: string }[]>`select word from remembered`).map((row) => row.word),
  );

describe("the embedded database", () => {
  it("gives four processes that start at once one server, which the last of them stops", async () => {
    const started = await Promise.all([startProcess(), startProcess(), startProcess(), startProcess()]);
    const [first, second, third, last] = started;
    expect(new Set(started.map((one) => one.ownerUrl)).size).toBe(1);
    expect(new Set(started.map((one) => one.appUrl)).size).toBe(1);

    const pid = postmasterPid();
    expect(await Promise.all([first?.leave(), second?.leave(), third?.leave()])).toEqual([0, 0, 0]);
    expect(postmasterPid()).toBe(pid);
    expect(await last?.leave()).toBe(0);
    expect(inspectPostmaster(dataDir)).toEqual({ kind: "none" });
    expect(fs.readdirSync(home).sort()).toEqual(["postgres", "postgres.log", "postgres.logins.json"]);
    expect(fs.statSync(path.join(home, "postgres.logins.json")).mode & 0o777).toBe(0o600);
  });

  it("lets the app's login read nothing by itself and become nothing but the app's role", async () => {
    const database = await startEmbedded(dataDir);
    await remember(database.ownerUrl);
    await expect(recall(database.appUrl)).rejects.toThrow("permission denied");
    const role = await ask(database.appUrl, (sql) =>
      sql.begin(async (tx) => {
        await tx`set local role tributary_app`;
        return (await tx`select current_user as name, current_setting('is_superuser') as super`)[0];
      }),
    );
    expect(role).toEqual({ name: "tributary_app", super: "off" });
    await expect(ask(database.appUrl, (sql) => sql`set role tributary_owner`)).rejects.toThrow(
      "permission denied",
    );
    await database.stop();
  });

  it("adopts the server of a process that was killed", async () => {
    const lost = await startProcess();
    await remember(lost.ownerUrl);
    const pid = postmasterPid();
    await lost.kill();

    const database = await startEmbedded(dataDir);
    expect(postmasterPid()).toBe(pid);
    expect(await recall(database.ownerUrl)).toEqual(["kept"]);
    await database.stop();
    expect(inspectPostmaster(dataDir)).toEqual({ kind: "none" });
  });

  it("starts again with its data after both the process and the server were killed", async () => {
    const lost = await startProcess();
    await remember(lost.ownerUrl);
    await lost.kill();
    await killPostmaster();

    const database = await startEmbedded(dataDir);
    expect(await recall(database.ownerUrl)).toEqual(["kept"]);
    await database.stop();
  });

  it("brings a killed server back on its port while it is in use", async () => {
    const database = await startEmbedded(dataDir);
    await remember(database.ownerUrl);
    const pid = postmasterPid();
    await killPostmaster();
    await vi.waitUntil(() => inspectPostmaster(dataDir).kind === "ready", { timeout: 10_000 });
    expect(postmasterPid()).not.toBe(pid);
    expect(await recall(database.ownerUrl)).toEqual(["kept"]);
    await database.stop();
    expect(inspectPostmaster(dataDir)).toEqual({ kind: "none" });
  });

  it("is not fooled by a process number that belongs to another program now", async () => {
    const before = await startEmbedded(dataDir);
    await remember(before.ownerUrl);
    const pidFile = path.join(dataDir, "postmaster.pid");
    const left = fs.readFileSync(pidFile, "utf8");
    await before.stop();
    const { uid, gid } = fs.statSync(dataDir);
    const stranger = spawn("sleep", ["60"], { uid, gid });
    processes.push(stranger);
    fs.writeFileSync(pidFile, left.replace(/^\d+/, String(stranger.pid)));

    const database = await startEmbedded(dataDir);
    expect(await recall(database.ownerUrl)).toEqual(["kept"]);
    expect(postmasterPid()).not.toBe(stranger.pid);
    await database.stop();
    expect(stranger.exitCode).toBeNull();
  });

  it("leaves the server running for a client that is not one of its own", async () => {
    const database = await startEmbedded(dataDir);
    const pid = postmasterPid();
    await ask(database.ownerUrl, async (sql) => {
      await sql`select 1`;
      await database.stop();
      expect(postmasterPid()).toBe(pid);
    });
  });

  it("says what is wrong when its passwords were lost", async () => {
    const database = await startEmbedded(dataDir);
    await database.stop();
    fs.rmSync(path.join(home, "postgres.logins.json"));
    await expect(startEmbedded(dataDir)).rejects.toThrow(`${dataDir} is not the right one`);
  });
});

describe.runIf(isRoot)("started by root below a folder of its own", () => {
  it("keeps data and programs where Postgres can reach them, and finds them again", () => {
    const stateDir = path.join(home, "state");
    const hidden = path.join(home, "private");
    fs.mkdirSync(hidden, { mode: 0o700 });
    const wanted = path.join(hidden, "postgres");

    const first = locateCluster(wanted, stateDir);
    expect(first.dataDir.startsWith(`${stateDir}/`)).toBe(true);
    expect(fs.readlinkSync(wanted)).toBe(first.dataDir);
    expect(locateCluster(wanted, stateDir).dataDir).toBe(first.dataDir);
  });
});
