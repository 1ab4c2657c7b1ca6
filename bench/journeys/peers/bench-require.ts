import { createRequire } from "node:module";
import path from "node:path";

/** Loads a package of bench/node_modules: the bundle itself lies elsewhere. */
export const benchRequire = createRequire(path.resolve("bench/package.json"));

/** Whether the peers were installed. */
export const peersInstalled = (): boolean => {
  try {
    benchRequire.resolve("chdb");
    benchRequire.resolve("@duckdb/node-api");
    return true;
  } catch {
    return false;
  }
};
