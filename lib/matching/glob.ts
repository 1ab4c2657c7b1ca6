import { RE2JS } from "re2js";

/**
 * Compiles a page glob to a test: `*` stays within a path segment, `**` crosses; case-sensitive. RE2, so that a
 * hostile pattern costs no more than a plain one.
 */
export const compileGlob = (glob: string): ((text: string) => boolean) => {
  const source = glob
    .split(/(\*{1,2})/)
    .map((part) => (part === "**" ? "[\\s\\S]*" : part === "*" ? "[^/]*" : RE2JS.quote(part)))
    .join("");
  const pattern = RE2JS.compile(source);
  return (text) => pattern.matcher(text).matches();
};
