import fs from "node:fs";
import path from "node:path";

export type Import = {
  /** A path in the repository with its extension, or the name of a package. */
  target: string;
  isPackage: boolean;
  /** Gone once types are stripped. */
  typeOnly: boolean;
};

export type Module = {
  /** From the root of the repository, with forward slashes. */
  file: string;
  text: string;
  isTest: boolean;
  imports: readonly Import[];
};

const root = path.resolve(import.meta.dirname, "../..");
const folders = ["app", "components", "db", "lib", "scripts"];
const source = /\.(ts|tsx|mts|mjs)$/;

/** The head of a module: comments, directives, imports. Formatting keeps imports together at the top. */
const head =
  /\s*(?:\/\/[^\n]*|\/\*[\s\S]*?\*\/|"use \w+";|import\s+(type\s)?(?:([^;"']*?)\sfrom\s+)?"([^"]+)"(?:\s+with\s+\{[^}]*\})?;)/y;

/** All files below the folders that hold the app, apart from what is generated. */
export const listFiles = (): string[] =>
  folders.flatMap((folder) =>
    fs
      .readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, "/")),
  );

const resolve = (from: string, specifier: string): Pick<Import, "target" | "isPackage"> => {
  const ofPackage = /^@\/node_modules\/(.+)$/.exec(specifier)?.[1];
  if (ofPackage !== undefined) return { target: ofPackage, isPackage: true };
  const isOurs = specifier.startsWith(".") || specifier.startsWith("@/");
  if (!isOurs) return { target: specifier, isPackage: true };
  const wanted = specifier.startsWith("@/")
    ? specifier.slice(2)
    : path.posix.join(path.posix.dirname(from), specifier);
  const found = ["", ".ts", ".tsx", ".mts", ".mjs"]
    .map((end) => wanted + end)
    .find((file) => fs.statSync(path.join(root, file), { throwIfNoEntry: false })?.isFile());
  return { target: found ?? wanted, isPackage: false };
};

const isTypeList = (names: string | undefined): boolean =>
  /^\{[^}]*\}$/s.test(names?.trim() ?? "") &&
  (names ?? "")
    .replace(/[{}]/g, "")
    .split(",")
    .every((name) => name.trim() === "" || /^type\s/.test(name.trim()));

const readImports = (file: string, text: string): Import[] => {
  const imports: Import[] = [];
  head.lastIndex = 0;
  for (let match = head.exec(text); match; match = head.exec(text)) {
    const [, type, names, specifier] = match;
    if (specifier !== undefined)
      imports.push({ ...resolve(file, specifier), typeOnly: type !== undefined || isTypeList(names) });
  }
  for (const [, specifier = ""] of text.matchAll(/\bimport\(\s*"([^"]+)"\s*\)/g))
    imports.push({ ...resolve(file, specifier), typeOnly: false });
  return imports;
};

/** Every module of the app with what it imports. */
export const readModules = (): Module[] =>
  listFiles()
    .filter((file) => source.test(file))
    .map((file) => {
      const text = fs.readFileSync(path.join(root, file), "utf8");
      const isTest = /\.test\.tsx?$/.test(file) || file.includes("/testing/");
      return { file, text, isTest, imports: readImports(file, text) };
    });
