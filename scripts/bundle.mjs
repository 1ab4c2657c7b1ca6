import fs from "node:fs";
import path from "node:path";
import { root } from "./steps/root.mjs";

/** What runs outside Next: the server and the command line. */
const programs = {
  entryPoints: { server: "server.ts", cli: "scripts/cli/main.ts" },
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

/** The server's threads. With their packages inside they are ready in half the time: the first question waits for that. */
const threads = {
  ...programs,
  entryPoints: { worker: "lib/reports/worker.ts", "upkeep-worker": "lib/journeys/upkeep-worker.ts" },
  packages: "bundle",
  // It tells what is moved between threads by a symbol of its own.
  external: ["piscina"],
  // What packages that are not modules ask for themselves.
  banner: {
    js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
};

const { version } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8"));

/** What sites put into their pages, and the parts that it adds. */
export const tracker = {
  entryPoints: {
    t: "lib/ingestion/tracker/tracker.ts",
    "t-clicks": "lib/ingestion/tracker/clicks.ts",
    "t-forms": "lib/ingestion/tracker/forms.ts",
    "t-linker": "lib/ingestion/tracker/linker.ts",
    "t-vitals": "lib/ingestion/tracker/vitals.ts",
  },
  outdir: "public",
  platform: "browser",
  format: "iife",
  target: "es2020",
  minify: true,
  define: { TRACKER_VERSION: JSON.stringify(version) },
  // Strictness is a matter of the sources; here it would only be a line more.
  tsconfigRaw: {},
};

/** The esbuild options of every bundle. */
export const bundleOptions = [
  { ...programs, sourcemap: "linked" },
  { ...threads, sourcemap: "linked" },
  { ...tracker, sourcemap: false },
].map((options) => ({ ...options, absWorkingDir: root, bundle: true, logLevel: "warning" }));

/** Builds one program like those of the app; throws as `bundleAll` does. */
export const bundleProgram = async (entry, outfile) => {
  const { build } = await import("esbuild");
  const isThread = Object.values(threads.entryPoints).includes(entry);
  const { entryPoints, outdir, ...options } = isThread ? threads : programs;
  await build({
    ...options,
    entryPoints: [entry],
    outfile,
    absWorkingDir: root,
    bundle: true,
    logLevel: "warning",
  });
};

/** Builds every bundle; throws when one has errors, which esbuild has printed then. */
export const bundleAll = async () => {
  const { build } = await import("esbuild");
  await Promise.all(bundleOptions.map((options) => build(options)));
};
