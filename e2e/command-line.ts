import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Runs a command beside the server under test, with the database they share, and reads what it prints. */
export const runCommand = async <T>(...words: string[]): Promise<T> => {
  const { stdout } = await run(process.execPath, ["scripts/cli.mjs", ...words, "--json"]);
  return JSON.parse(stdout) as T;
};
