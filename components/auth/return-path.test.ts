import { expect, it } from "vitest";
import { returnPath } from "./return-path";

it("keeps a path of this site with its question and fragment", () => {
  expect(returnPath("/acme/shop/funnels?range=28d#step-2")).toBe("/acme/shop/funnels?range=28d#step-2");
});

it.each([
  undefined,
  "",
  "acme/shop",
  "https://elsewhere.example/",
  "//elsewhere.example/",
  "/\\elsewhere.example/",
  "/\t/elsewhere.example/",
  "/.//elsewhere.example/",
  "/a/..//elsewhere.example/",
  "javascript:alert(1)",
])("goes to the start instead of %j", (wanted) => {
  expect(returnPath(wanted)).toBe("/");
});
