import fs from "node:fs";
import { AppError } from "@/lib/errors";
import type { WriteBytes } from "./arrow-stream";

const reasons: Record<string, string> = {
  ENOENT: "its folder does not exist",
  ENOTDIR: "its folder is a file",
  EISDIR: "it is a folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the disk can only be read",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk is full",
  ENAMETOOLONG: "its name is too long",
};

/** Says why a file cannot be written. Errors that are not the file system's stay what they are. */
const explained = <T>(file: string, work: () => T): T => {
  try {
    return work();
  } catch (error) {
    const { code = "", syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    const reason = reasons[code] ?? code;
    throw new AppError("invalid", `${file} cannot be written: ${reason}.`, "to", { cause: error });
  }
};

const refuseFolder = (file: string): void => {
  if (fs.statSync(file, { throwIfNoEntry: false })?.isDirectory())
    throw new AppError("invalid", `${file} is a folder. Name a file in it.`, "to");
};

/**
 * Writes a file that is there whole or not at all: `produce` fills another one beside it, which takes its name when
 * `produce` answers something, and is removed when that answers undefined or throws. An older file of that name is
 * replaced. Only the owner may read it. Throws `invalid` for a path that cannot be written.
 *
 * Writing waits for the disk: so does whatever makes the bytes, and nothing piles up in memory.
 */
export const writeWhole = async <T>(
  file: string,
  produce: (write: WriteBytes) => Promise<T | undefined>,
): Promise<T | undefined> => {
  const partial = `${file}.${process.pid}.part`;
  const fd = explained(file, () => {
    refuseFolder(file);
    return fs.openSync(partial, "wx", 0o600);
  });
  try {
    const produced = await produce((bytes) =>
      explained(file, () => {
        for (let at = 0; at < bytes.length; ) at += fs.writeSync(fd, bytes, at);
      }),
    );
    if (produced !== undefined)
      explained(file, () => {
        fs.fsyncSync(fd);
        fs.renameSync(partial, file);
      });
    return produced;
  } finally {
    fs.closeSync(fd);
    fs.rmSync(partial, { force: true });
  }
};
