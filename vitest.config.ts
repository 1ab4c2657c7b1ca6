import path from "node:path";
import { configDefaults, defineConfig } from "vitest/config";

const root = import.meta.dirname;

export default defineConfig({
  resolve: {
    alias: {
      "@": root,
      "server-only": path.join(root, "node_modules/server-only/empty.js"),
    },
  },
  test: {
    // Only ends what hangs: a busy machine takes its time.
    testTimeout: 300_000,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          maxWorkers: "100%",
          sequence: { groupOrder: 0 },
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...configDefaults.exclude, "bench/**", "**/*.db.test.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "db",
          // One after the other: they share a server, and what is in the log for good depends on who else writes.
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
          include: ["**/*.db.test.ts"],
          exclude: [...configDefaults.exclude, "bench/**"],
          globalSetup: "db/testing/global-setup.ts",
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
