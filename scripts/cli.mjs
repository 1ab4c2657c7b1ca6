import { ensureBundled } from "./steps/build.mjs";
import { ensureInstalled } from "./steps/install.mjs";
import { enterRoot } from "./steps/root.mjs";

enterRoot();
// Standard output belongs to the command: `--json` is read by programs.
await ensureInstalled({ quiet: true });
if (!(await ensureBundled())) process.exit(1);
process.env.NODE_ENV ??= "production";
process.setSourceMapsEnabled(true);
await import("../dist/cli.js");
