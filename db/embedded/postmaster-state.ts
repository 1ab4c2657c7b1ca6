import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { errorCode } from "./error-code";

export type PostmasterState =
  /** Nothing runs: a new server may be started, best on the port that the last one was killed on. */
  | { kind: "none"; lastPort?: number }
  /** Starting, recovering or stopping: ask again in a moment. */
  | { kind: "busy" }
  | { kind: "ready"; pid: number; port: number };

const tornFileAgeMs = 5_000;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === "EPERM";
  }
};

/** The process number alone is no proof: it may have been given to another program, or be an unreaped corpse. */
const isPostmasterOf = (pid: number, dataDir: string): boolean => {
  if (!fs.existsSync("/proc/self/cmdline")) {
    const ps = spawnSync("ps", ["-ww", "-o", "command=", "-p", String(pid)], { encoding: "utf8" });
    return ps.error !== undefined || ps.stdout.includes(dataDir);
  }
  try {
    const command = fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    return command.includes(dataDir) || fs.readlinkSync(`/proc/${pid}/cwd`) === dataDir;
  } catch {
    return false;
  }
};

/** Takes the file away only if it still says what was judged: a new server may have written its own meanwhile. */
const discard = (file: string, judged: string): void => {
  const aside = `${file}.${randomUUID()}`;
  try {
    fs.renameSync(file, aside);
    if (fs.readFileSync(aside, "utf8") !== judged) fs.linkSync(aside, file);
    fs.unlinkSync(aside);
  } catch (error) {
    if (errorCode(error) !== "ENOENT" && errorCode(error) !== "EEXIST") throw error;
  }
};

/**
 * What runs in the data directory, read from its postmaster.pid. A file left by a dead process is left to Postgres,
 * which replaces it; one whose process number belongs to somebody else now is removed, because Postgres would wait.
 */
export const inspectPostmaster = (dataDir: string): PostmasterState => {
  const file = path.join(dataDir, "postmaster.pid");
  let text: string;
  let writtenAt: number;
  try {
    text = fs.readFileSync(file, "utf8");
    writtenAt = fs.statSync(file).mtimeMs;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return { kind: "none" };
    throw error;
  }
  const lines = text.split("\n");
  // A single-user server writes its number negated.
  const pid = Math.abs(Number.parseInt(lines[0] ?? "", 10));
  const port = Number(lines[3]);
  if (!pid && Date.now() - writtenAt < tornFileAgeMs) return { kind: "busy" };
  const alive = Boolean(pid) && isAlive(pid);
  if (alive && isPostmasterOf(pid, dataDir)) {
    return lines[7]?.trim() === "ready" && port > 0 ? { kind: "ready", pid, port } : { kind: "busy" };
  }
  if (alive || !pid) discard(file, text);
  return port > 0 ? { kind: "none", lastPort: port } : { kind: "none" };
};
