import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterAll } from "vitest";
import { bundleProgram } from "@/scripts/bundle.mjs";

/** The app that only takes events, as a process of its own that may be killed. */
export type App = {
  port: number;
  /** Returns when it is ready; throws what it said when it ends instead. */
  start(): Promise<void>;
  /** Without a chance to clean up. */
  kill(): Promise<void>;
  /** Asks it to stop, as a deploy does; answers its exit code. */
  stop(): Promise<number | null>;
  running(): boolean;
  /** Resident memory in MB. */
  memory(): number;
};

const root = path.resolve(import.meta.dirname, "../../..");
/** Beside the app's own bundles, because the server looks for its migrations from there. */
const file = path.join(root, "dist", `server-${randomUUID()}.js`);
let bundled: Promise<unknown> | undefined;
const apps: App[] = [];

afterAll(async () => {
  await Promise.all(apps.map((app) => app.stop()));
  fs.rmSync(file, { force: true });
});

const bundle = (): Promise<void> => bundleProgram("server.ts", file);

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
};

/** Prepares an app on a port of its own, which is gone after the file's tests; `settings` are its environment's. */
export const givenApp = async (settings: Record<string, string> = {}): Promise<App> => {
  bundled ??= bundle();
  const [port] = await Promise.all([freePort(), bundled]);
  const environment = {
    ...process.env,
    NODE_ENV: "production",
    PORT: String(port),
    ROLE: "ingest",
    LIMITS: "off",
    DEMO: "0",
    ...settings,
  } as const;
  let child: ChildProcess | undefined;
  let said: string[] = [];

  const running = (): boolean => child !== undefined && child.exitCode === null && child.signalCode === null;
  const end = async (signal: "SIGKILL" | "SIGTERM"): Promise<number | null> => {
    if (!child || !running()) return child?.exitCode ?? null;
    const exit = once(child, "exit");
    child.kill(signal);
    await exit;
    return child.exitCode;
  };
  const start = async (): Promise<void> => {
    said = [];
    const started = spawn(process.execPath, [file], {
      cwd: root,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    child = started;
    createInterface(started.stderr).on("line", (line) => {
      said = [...said.slice(-20), line];
    });
    await new Promise<void>((resolve, reject) => {
      createInterface(started.stdout).on("line", (line) => {
        if (line.startsWith("Tributary is running")) resolve();
      });
      started.once("exit", (code) => reject(new Error(`The app ended with ${code}:\n${said.join("\n")}`)));
    });
  };
  const app: App = {
    port,
    start,
    kill: async () => {
      await end("SIGKILL");
    },
    stop: () => end("SIGTERM"),
    running,
    memory: () =>
      Number(execFileSync("ps", ["-o", "rss=", "-p", String(child?.pid)], { encoding: "utf8" })) / 1024,
  };
  apps.push(app);
  return app;
};
