import path from "node:path";

/** The project's folder. */
export const root = path.resolve(import.meta.dirname, "../..");

/** Lets everything that follows find the project's files, wherever the command was called from. */
export const enterRoot = () => {
  process.env.INIT_CWD ??= process.cwd();
  process.env.NEXT_TELEMETRY_DISABLED = "1";
  process.chdir(root);
};
