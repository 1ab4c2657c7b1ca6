// npm run bench -- warm-start: how long `npm start` takes until it answers, when everything was installed and built before.
import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const port = 3990;
const home = fs.mkdtempSync(path.join(os.tmpdir(), "tributary-bench-"));
fs.chmodSync(home, 0o755);

const isReady = async (): Promise<boolean> => {
  try {
    return (await fetch(`http://127.0.0.1:${port}/api/health`)).ok;
  } catch {
    return false;
  }
};

const startOnce = async (): Promise<{ seconds: number; server: ChildProcess }> => {
  const startedAt = performance.now();
  const server = spawn("npm", ["start"], {
    env: { ...process.env, DATA_DIR: home, PORT: String(port) },
    stdio: "ignore",
  });
  while (!(await isReady())) await sleep(20);
  return { seconds: (performance.now() - startedAt) / 1000, server };
};

const stop = (server: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    server.once("exit", () => resolve());
    server.kill("SIGTERM");
  });

try {
  for (const name of ["first (fills the demo)", "second", "third"]) {
    const { seconds, server } = await startOnce();
    console.log(`${name}: ${seconds.toFixed(1)} s`);
    await stop(server);
  }
} finally {
  fs.rmSync(home, { recursive: true, force: true });
}
