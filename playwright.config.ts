import { randomUUID } from "node:crypto";
import os from "node:os";
import path from "node:path";
import { defineConfig, devices } from "@playwright/test";
import { findChromium } from "./scripts/steps/chromium.mjs";

const port = Number(process.env.E2E_PORT ?? 3199);
const baseURL = `http://127.0.0.1:${port}`;

const desktop = devices["Desktop Chrome"];

// Named by the first process that reads this file, made and removed by the server; tests, and what they run, inherit it.
process.env.E2E_DATA_DIR ??= path.join(os.tmpdir(), `tributary-e2e-${randomUUID()}`);
Object.assign(process.env, {
  DATA_DIR: process.env.E2E_DATA_DIR,
  DATABASE_URL: "",
  DATABASE_OWNER_URL: "",
  PUBLIC_URL: "",
  DEMO: "1",
  LIMITS: "off",
  PORT: String(port),
});

export default defineConfig({
  testDir: "e2e",
  outputDir: "dist/e2e",
  workers: 2,
  retries: 0,
  forbidOnly: true,
  // Only ends what hangs: a busy machine takes its time.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: "list",
  use: {
    baseURL,
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: findChromium(),
      chromiumSandbox: false,
      args: [
        // Beacons are sent as the browser itself, which would call itself headless: a bot.
        `--user-agent=${desktop.userAgent}`,
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
      ],
    },
  },
  projects: [{ name: "chromium", use: desktop }],
  webServer: {
    command: "node scripts/e2e-server.mjs",
    url: `${baseURL}/api/health`,
    timeout: 180_000,
    stdout: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 20_000 },
  },
});
