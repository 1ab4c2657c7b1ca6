import { randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

/**
 * The content of a file that only this user may read, made with `make` when absent. Of several processes that make it
 * at once, one wins and all read the same.
 */
export const readOrCreatePrivateFile = (file: string, make: () => string): string => {
  if (!fs.existsSync(file)) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const draft = `${file}.${randomUUID()}`;
    fs.writeFileSync(draft, make(), { mode: 0o600, flush: true });
    try {
      fs.linkSync(draft, file);
    } catch (error) {
      if (!fs.existsSync(file)) throw error;
    } finally {
      fs.unlinkSync(draft);
    }
  }
  return fs.readFileSync(file, "utf8");
};
