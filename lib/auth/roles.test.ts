import { expect, it } from "vitest";
import { atLeast, roles } from "./roles";

it("each role may do what the weaker ones may, and nothing more", () => {
  const allowed = roles.map((role) => roles.filter((needed) => atLeast(role, needed)));
  expect(allowed).toEqual([
    ["viewer"],
    ["viewer", "analyst"],
    ["viewer", "analyst", "admin"],
    ["viewer", "analyst", "admin", "owner"],
  ]);
});
