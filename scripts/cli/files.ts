import { readFile } from "node:fs/promises";
import path from "node:path";
import { decodeText } from "@/lib/decode-text";
import { AppError } from "@/lib/errors";

/** A path as the person who called the command wrote it: npm changes the working folder, INIT_CWD keeps theirs. */
export const callersPath = (file: string): string =>
  path.resolve(process.env.INIT_CWD ?? process.cwd(), file);

const reasons: Record<string, string> = {
  ENOENT: "it does not exist",
  EISDIR: "it is a folder",
  EACCES: "permission denied",
};

/** Reads a small file. Throws `invalid` or `not_found` with the reason; `name` is the option or argument. */
export const readTextFile = async (file: string, name: string): Promise<string> => {
  const bytes = await readFile(callersPath(file)).catch((error: NodeJS.ErrnoException) => {
    const reason = reasons[error.code ?? ""] ?? error.message;
    const code = error.code === "ENOENT" ? "not_found" : "invalid";
    throw new AppError(code, `${file} cannot be read: ${reason}.`, name, { cause: error });
  });
  const text = decodeText(bytes);
  if (text === null)
    throw new AppError("invalid", `${file} is no text in UTF-8 or UTF-16. Save it as UTF-8.`, name);
  return text;
};

/** Reads a small JSON file; throws as `readTextFile` does. */
export const readJsonFile = async (file: string, name: string): Promise<unknown> => {
  const text = await readTextFile(file, name);
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "";
    throw new AppError("invalid", `${file} is not JSON: ${reason}`, name, { cause: error });
  }
};
