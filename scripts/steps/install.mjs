import fs from "node:fs";
import path from "node:path";
import { fileFingerprint, isStamped } from "./fingerprint.mjs";
import { takingTurns } from "./lock.mjs";
import { root } from "./root.mjs";
import { run } from "./run.mjs";

const lockFile = path.join(root, "package-lock.json");
const stamp = path.join(root, "node_modules/.install-key");
const npmRecord = path.join(root, "node_modules/.package-lock.json");

const readPackages = (file) => JSON.parse(fs.readFileSync(file, "utf8")).packages;

/** What npm wrote down about an install by hand; platform packages of other systems are allowed to be absent. */
const isInstalledByHand = () => {
  if (!fs.existsSync(npmRecord)) return false;
  const present = readPackages(npmRecord);
  return Object.entries(readPackages(lockFile)).every(
    ([where, wanted]) => where === "" || wanted.optional || present[where]?.version === wanted.version,
  );
};

const npm = (args, quiet) => {
  const cli = process.env.npm_execpath;
  const byNpm = cli !== undefined && path.basename(cli) === "npm-cli.js";
  // An inherited NODE_ENV=production would leave out what the build needs.
  const env = { ...process.env, NODE_ENV: "" };
  const options = [...args, "--include=dev", "--no-audit", "--no-fund"];
  return byNpm
    ? run(process.execPath, [cli, ...options], { env, quiet })
    : run("npm", options, { env, quiet });
};

/** Installs the packages of the lock file unless they are there. Exits when that fails. */
export const ensureInstalled = async ({ quiet = false } = {}) => {
  const key = `${fileFingerprint(lockFile)} ${process.platform}-${process.arch}`;
  if (isStamped(stamp, key)) return;
  await takingTurns(async () => {
    if (isStamped(stamp, key)) return;
    if (!isInstalledByHand()) {
      console.error("Installing packages …");
      const code = (await npm(["ci"], quiet)) && (await npm(["install"], quiet));
      if (code !== 0) {
        console.error("The packages could not be installed: see npm's message above.");
        process.exit(1);
      }
    }
    fs.writeFileSync(stamp, key);
  });
};
