import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { ClusterLocation } from "./location";
import { ownerLogin } from "./logins";
import { majorVersion, program } from "./resolve-binaries";

const existingVersion = (dataDir: string): string | undefined => {
  const file = path.join(dataDir, "PG_VERSION");
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8").trim() : undefined;
};

/** The collation comes from Postgres itself, so an operating-system update can never reorder an index. */
const initdbOptions = [
  ["--auth", "scram-sha-256"],
  ["--encoding", "UTF8"],
  ["--locale", "C"],
  ["--locale-provider", "builtin"],
  ["--builtin-locale", "C.UTF-8"],
].flat();

const initialise = (location: ClusterLocation, staging: string, ownerPassword: string): string => {
  const { binaries, user } = location;
  const staged = path.join(staging, "data");
  const passwordFile = path.join(staging, "password");
  fs.mkdirSync(staging, { mode: 0o700 });
  fs.writeFileSync(passwordFile, ownerPassword, { mode: 0o600 });
  if (user) {
    fs.chownSync(staging, user.uid, user.gid);
    fs.chownSync(passwordFile, user.uid, user.gid);
  }
  const args = ["-D", staged, "-U", ownerLogin, "--pwfile", passwordFile, ...initdbOptions];
  const result = spawnSync(program(binaries, "initdb"), args, { ...user, cwd: "/", encoding: "utf8" });
  if (result.status !== 0) {
    const reason = result.error?.message ?? result.stderr.trim();
    throw new Error(`PostgreSQL could not create its data directory ${location.dataDir}: ${reason}`);
  }
  return staged;
};

const abandonedAfterMs = 10 * 60_000;

/** What processes killed in mid-creation left behind. */
const removeAbandoned = (dataDir: string): void => {
  const parent = path.dirname(dataDir);
  for (const name of fs.readdirSync(parent)) {
    if (!name.startsWith(`${path.basename(dataDir)}.init-`)) continue;
    const left = path.join(parent, name);
    const stat = fs.statSync(left, { throwIfNoEntry: false });
    if (stat && Date.now() - stat.mtimeMs > abandonedAfterMs)
      fs.rmSync(left, { recursive: true, force: true });
  }
};

/**
 * Makes the data directory unless it exists. It is made beside its place and renamed, so it is whole or absent; of
 * several processes doing this at once, one wins and the others use what it made.
 */
export const ensureCluster = (location: ClusterLocation, ownerPassword: string): void => {
  const { dataDir } = location;
  if (existingVersion(dataDir) === undefined) {
    removeAbandoned(dataDir);
    const staging = `${dataDir}.init-${randomUUID()}`;
    try {
      fs.renameSync(initialise(location, staging, ownerPassword), dataDir);
    } catch (error) {
      if (existingVersion(dataDir) === undefined) throw error;
    } finally {
      fs.rmSync(staging, { recursive: true, force: true });
    }
  }
  const [found, shipped] = [existingVersion(dataDir), majorVersion(location.binaries)];
  if (found !== shipped) {
    throw new Error(
      `${dataDir} was created by PostgreSQL ${found}, this is ${shipped}. Move it away to start afresh, or set DATABASE_URL to a server that can read it.`,
    );
  }
};
