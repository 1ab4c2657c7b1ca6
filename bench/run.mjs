// node bench/run.mjs NAME [ARGUMENTS]: bundles the app and bench/NAME.ts, and runs that.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { bundleAll, bundleProgram } from "../scripts/bundle.mjs";

const root = path.resolve(import.meta.dirname, "..");
const [name, ...rest] = process.argv.slice(2);
const entry = path.join(import.meta.dirname, `${name}.ts`);
if (!name || !fs.existsSync(entry)) {
  const known = fs.readdirSync(import.meta.dirname).filter((file) => file.endsWith(".ts"));
  console.error(
    `Usage: npm run bench -- NAME [ARGUMENTS]. Benchmarks: ${known.map((file) => file.slice(0, -3)).join(", ")}.`,
  );
  process.exit(2);
}
// The servers and report workers that benchmarks start.
await bundleAll();
const outfile = path.join(root, "dist", `bench-${name}.js`);
await bundleProgram(entry, outfile);
process.exitCode =
  spawnSync(process.execPath, [outfile, ...rest], { stdio: "inherit", cwd: root }).status ?? 1;
