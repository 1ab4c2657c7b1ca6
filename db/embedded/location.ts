import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { errorCode } from "./error-code";
import { canEnter, chooseOsUser, type OsUser } from "./os-user";
import { type Binaries, resolveBinaries } from "./resolve-binaries";

/** Where a cluster lives and with what it is run; every path is real and reachable for `user`. */
export interface ClusterLocation {
  dataDir: string;
  binaries: Binaries;
  user: OsUser | undefined;
}

const makeReachable = (dir: string): void => {
  const firstMade = fs.mkdirSync(dir, { recursive: true });
  if (firstMade === undefined) return;
  for (let made = dir; made.startsWith(firstMade); made = path.dirname(made)) fs.chmodSync(made, 0o755);
};

/** Follows a symlink even when its target is gone. */
const follow = (file: string): string => {
  const stat = fs.lstatSync(file, { throwIfNoEntry: false });
  if (!stat?.isSymbolicLink()) return file;
  return path.resolve(path.dirname(file), fs.readlinkSync(file));
};

/** The wanted name becomes a symlink, so removing or moving the visible folder does what it says. */
const relocateData = (wanted: string, stateDir: string): string => {
  const target = path.join(stateDir, randomUUID(), path.basename(wanted));
  try {
    fs.symlinkSync(target, wanted);
    console.error(`PostgreSQL's user cannot reach ${wanted}: the database is kept in ${target}.`);
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
    if (!fs.lstatSync(wanted).isSymbolicLink()) {
      throw new Error(
        `PostgreSQL's user cannot reach ${wanted}. Let others pass through the folders above it (chmod o+x), or start as the user who owns them.`,
      );
    }
  }
  return follow(wanted);
};

const relocateBinaries = (binaries: Binaries, stateDir: string): Binaries => {
  const nativeDir = path.join(stateDir, `postgres-${binaries.version}`);
  if (fs.existsSync(nativeDir)) return { ...binaries, nativeDir };
  console.error(
    `PostgreSQL's user cannot reach ${binaries.nativeDir}: copying the programs to ${nativeDir}.`,
  );
  makeReachable(stateDir);
  const staging = `${nativeDir}.${randomUUID()}`;
  fs.cpSync(binaries.nativeDir, staging, { recursive: true, verbatimSymlinks: true });
  for (const entry of fs.readdirSync(staging, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const executable = entry.isDirectory() || path.basename(entry.parentPath) === "bin";
    fs.chmodSync(path.join(entry.parentPath, entry.name), executable ? 0o755 : 0o644);
  }
  fs.chmodSync(staging, 0o755);
  try {
    fs.renameSync(staging, nativeDir);
  } catch (error) {
    fs.rmSync(staging, { recursive: true, force: true });
    if (!fs.existsSync(nativeDir)) throw error;
  }
  return { ...binaries, nativeDir };
};

/**
 * Decides where the cluster of `wantedDir` lives. Started by root below a folder that only root may enter, programs and
 * data move to `stateDir`, because Postgres runs as another user there.
 */
export const locateCluster = (wantedDir: string, stateDir = "/var/lib/tributary"): ClusterLocation => {
  makeReachable(path.dirname(wantedDir));
  const wanted = path.join(fs.realpathSync(path.dirname(wantedDir)), path.basename(wantedDir));
  let dataDir = follow(wanted);
  makeReachable(path.dirname(dataDir));

  const user = chooseOsUser(dataDir);
  let binaries = resolveBinaries();
  if (user) {
    if (!canEnter(user, path.dirname(dataDir))) {
      dataDir = relocateData(wanted, stateDir);
      makeReachable(path.dirname(dataDir));
    }
    if (!canEnter(user, path.join(binaries.nativeDir, "lib")))
      binaries = relocateBinaries(binaries, stateDir);
  }
  return { dataDir, binaries, user };
};
