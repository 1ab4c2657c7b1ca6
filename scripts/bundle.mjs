import path from "node:path";
import { root } from "./steps/root.mjs";

/** What runs outside Next: the server, its report workers and the command line. */
const programs = {
  entryPoints: {
    server: "server.ts",
    worker: "lib/reports/worker.ts",
    cli: "scripts/cli/main.ts",
  },
  outdir: "dist",
  platform: "node",
  format: "esm",
  target: "node20",
  packages: "external",
  alias: {
    "@": root,
    // It throws outside Next's server components; the bundles are server code by nature.
    "server-only": path.join(root, "node_modules/server-only/empty.js"),
  },
};

/** What shops put into their pages. */
const tracker = {
  entryPoints: ["lib/ingestion/tracker/tracker.ts"],
  outfile: "public/t.js",
  platform: "browser",
  format: "iife",
  target: "es2019",
  minify: true,
};

/** The esbuild options of every bundle. */
export const bundleOptions = [
  { ...programs, sourcemap: "linked" },
  { ...tracker, sourcemap: false },
].map((options) => ({ ...options, absWorkingDir: root, bundle: true, logLevel: "warning" }));

/** Builds every bundle; throws when one has errors, which esbuild has printed then. */
export const bundleAll = async () => {
  const { build } = await import("esbuild");
  await Promise.all(bundleOptions.map((options) => build(options)));
};
