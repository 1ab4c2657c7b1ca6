import { spawnSync } from "node:child_process";
import fs from "node:fs";

/** An operating-system account to run Postgres as; `undefined` stands for the account of this process. */
export interface OsUser {
  uid: number;
  gid: number;
}

const account = (name: string): OsUser | undefined => {
  const line = fs
    .readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
};

/** PostgreSQL refuses to run as root: an existing cluster is run by its owner, a new one by `postgres` or `nobody`. */
export const chooseOsUser = (dataDir: string): OsUser | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  const owner = fs.statSync(dataDir, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const user = account("postgres") ?? account("nobody");
  if (!user) {
    throw new Error(
      "PostgreSQL does not run as root, and there is no user `postgres` or `nobody` to run it. Start as another user, or set DATABASE_URL.",
    );
  }
  return user;
};

/** Whether the account can reach what lies in `dir`; asked of the system, so ACLs and mounts count too. */
export const canEnter = (user: OsUser | undefined, dir: string): boolean =>
  spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", dir], { ...user, cwd: "/", stdio: "ignore" }).status === 0;
