import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export type BenchServer = {
  port: number;
  home: string;
  projectId: string;
  writeKey: string;
  secretKey: string;
  /** Resident memory of the app in MB. */
  memory(): number;
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

/** The built app as a process of its own on an empty embedded database, with one project. */
export const givenServer = async (port: number): Promise<BenchServer> => {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "tributary-bench-"));
  fs.chmodSync(home, 0o755);
  const env = {
    ...process.env,
    NODE_ENV: "production",
    DATA_DIR: home,
    PORT: String(port),
    DEMO: "0",
    LIMITS: "off",
  };
  const server = spawn(process.execPath, [...(process.env.BENCH_PROF ? ["--cpu-prof","--cpu-prof-dir=/tmp/prof"] : []), "dist/server.js"], { env, stdio: ["ignore", "ignore", "inherit"] });
  await untilReady(port, server);
  const asked = ["dist/cli.js", "project", "create", "--org", "Bench", "--project", "Bench", "--json"];
  const made = JSON.parse(execFileSync(process.execPath, asked, { env, encoding: "utf8" })) as {
    projectId: string;
    writeKey: string;
    secretKey: string;
  };
  return {
    port,
    home,
    ...made,
    memory: () => {
      const pages = fs.readFileSync(`/proc/${server.pid}/statm`, "utf8").split(" ")[1];
      return (Number(pages) * 4096) / 1024 / 1024;
    },
    stop: async () => {
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGTERM");
      await ended;
      fs.rmSync(home, { recursive: true, force: true });
    },
  };
};
