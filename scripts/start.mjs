import { ensureBuilt } from "./steps/build.mjs";
import { ensureInstalled } from "./steps/install.mjs";
import { enterRoot } from "./steps/root.mjs";

enterRoot();
await ensureInstalled();
if (!(await ensureBuilt())) {
  console.error("The build failed: see above.");
  process.exit(1);
}
process.env.NODE_ENV = "production";
process.setSourceMapsEnabled(true);
// In this process, so signals and the exit code are the server's own.
await import("../dist/server.js");
