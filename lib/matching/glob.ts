import { RE2JS } from "re2js";

const compileAny = (parts: readonly string[]): ((text: string) => boolean) => {
  const source = parts
    .map((part) => (part === "**" ? "[\\s\\S]*" : part === "*" ? "[^/]*" : RE2JS.quote(part)))
    .join("");
  const pattern = RE2JS.compile(source);
  return (text) => pattern.matcher(text).matches();
};

/**
 * Compiles a page glob to a test: `*` stays within a path segment, `**` crosses; case-sensitive. RE2, so that a
 * hostile pattern costs no more than a plain one; with at most one wildcard, as most have, nothing has to be searched.
 */
export const compileGlob = (glob: string): ((text: string) => boolean) => {
  const parts = glob.split(/(\*{1,2})/);
  const [before = "", wildcard, after = "", ...more] = parts;
  if (more.length > 0) return compileAny(parts);
  if (wildcard === undefined) return (text) => text === glob;
  const least = before.length + after.length;
  return (text) =>
    text.length >= least &&
    text.startsWith(before) &&
    text.endsWith(after) &&
    (wildcard === "**" || !text.slice(before.length, text.length - after.length).includes("/"));
};
