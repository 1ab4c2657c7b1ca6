import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { root } from "./root.mjs";

const builtOrUnused = new Set([
  "bench",
  "dist",
  "e2e",
  "node_modules",
  "playwright-report",
  "screenshots",
  "test-results",
  "next-env.d.ts",
]);

const isTracker = (file) => /^public\/t(-[a-z]+)?\.js$/.test(file);

const isSource = (file) =>
  !builtOrUnused.has(file) &&
  !isTracker(file) &&
  !path.basename(file).startsWith(".") &&
  !/\.(test\.tsx?|tsbuildinfo)$/.test(file);

const addFolder = (hash, folder) => {
  const entries = fs.readdirSync(path.join(root, folder), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = path.posix.join(folder, entry.name);
    if (!isSource(file)) continue;
    if (entry.isDirectory()) addFolder(hash, file);
    else if (entry.isFile()) {
      const content = fs.readFileSync(path.join(root, file));
      hash.update(`${file}\0${content.length}\0`).update(content);
    }
  }
};

/** A hash of everything that a build is made from. */
export const sourceFingerprint = () => {
  const hash = createHash("sha256");
  addFolder(hash, "");
  return hash.digest("hex");
};

/** A hash of one file's content. */
export const fileFingerprint = (file) => createHash("sha256").update(fs.readFileSync(file)).digest("hex");

/** Whether `file` holds `key`: the mark that a step left when it had finished. */
export const isStamped = (file, key) => fs.existsSync(file) && fs.readFileSync(file, "utf8") === key;
