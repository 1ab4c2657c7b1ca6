import fc from "fast-check";
import { RE2JS } from "re2js";
import { expect, it } from "vitest";
import { compileGlob } from "./glob";

it.each([
  ["/cart", "/cart", true],
  ["/cart", "/cart/", false],
  ["/p/*", "/p/", true],
  ["/p/*", "/p/1", true],
  ["/p/*", "/p/1/2", false],
  ["/p/**", "/p/1/2", true],
  ["/p/**", "/p", false],
  ["/*/edit", "/p/edit", true],
  ["/*/edit", "/edit", false],
  ["/a*a", "/a", false],
  ["**", "", true],
  ["/p/*/q/**", "/p/1/q/2/3", true],
])("the glob %s and %s: %s", (glob, text, expected) => {
  expect(compileGlob(glob)(text)).toBe(expected);
});

it("agrees with a regular expression", () => {
  const piece = fc.constantFrom("/", "a", "ab", ".", "?", "é", "*", "**", "\n");
  const text = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(text, text, (glob, given) => {
      const source = glob
        .split(/(\*{1,2})/)
        .map((part) => (part === "**" ? "(?s:.*)" : part === "*" ? "[^/]*" : RE2JS.quote(part)))
        .join("");
      expect(compileGlob(glob)(given)).toBe(RE2JS.compile(source).matcher(given).matches());
    }),
    { numRuns: 3000 },
  );
});
