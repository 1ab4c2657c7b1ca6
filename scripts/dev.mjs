import { bundleOptions } from "./bundle.mjs";
import { ensureInstalled } from "./steps/install.mjs";
import { enterRoot } from "./steps/root.mjs";

enterRoot();
await ensureInstalled();
process.env.NODE_ENV = "development";
process.setSourceMapsEnabled(true);

const { context } = await import("esbuild");
let started = false;
const tellChanges = {
  name: "tell-changes",
  setup: ({ onEnd }) => {
    onEnd(({ errors }) => {
      if (started && errors.length === 0) console.log("Server code changed: start again to use it.");
    });
  },
};
for (const options of bundleOptions) {
  const watched = await context({ ...options, plugins: [tellChanges] });
  await watched.rebuild();
  await watched.watch();
}
// Pages are not in the bundles: Next reloads them by itself.
await import("../dist/server.js");
started = true;
