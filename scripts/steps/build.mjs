import fs from "node:fs";
import path from "node:path";
import { bundleAll } from "../bundle.mjs";
import { isStamped, sourceFingerprint } from "./fingerprint.mjs";
import { takingTurns } from "./lock.mjs";
import { root } from "./root.mjs";
import { runBin } from "./run.mjs";

const bundleStamp = path.join(root, "dist/.bundle-key");
const pagesStamp = path.join(root, ".next/.build-key");
// A failed build leaves the folder without it.
const pagesMark = path.join(root, ".next/BUILD_ID");

const bundleUnlessFresh = async (key) => {
  if (isStamped(bundleStamp, key)) return true;
  try {
    await bundleAll();
  } catch {
    return false;
  }
  fs.writeFileSync(bundleStamp, key);
  return true;
};

const buildPagesUnlessFresh = async (key) => {
  if (fs.existsSync(pagesMark) && isStamped(pagesStamp, key)) return true;
  console.error("Building …");
  const code = await runBin("next", ["build"], { env: { ...process.env, NODE_ENV: "production" } });
  if (code === 0) fs.writeFileSync(pagesStamp, key);
  return code === 0;
};

/** Bundles server, workers, command line and tracker unless that was done for these sources; false on errors. */
export const ensureBundled = () => takingTurns(() => bundleUnlessFresh(sourceFingerprint()));

/** The same, and Next's build of the pages. */
export const ensureBuilt = () =>
  takingTurns(async () => {
    const key = sourceFingerprint();
    return (await bundleUnlessFresh(key)) && (await buildPagesUnlessFresh(key));
  });
