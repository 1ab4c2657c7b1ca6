import { expect, it } from "vitest";
import { reservedSlugs } from "./definition";
import { slugOf } from "./slug";

it.each([
  ["Acme GmbH & Co. KG", "acme-gmbh-co-kg"],
  ["  Café Zürich  ", "cafe-zurich"],
  ["--- ---", "team"],
  ["日本", "team"],
  ["", "team"],
  ["../../etc", "etc"],
  ["x".repeat(60), "x".repeat(40)],
  [`${"x".repeat(39)} y`, "x".repeat(39)],
])("%j becomes %j", (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});

it("never takes an address of the app itself", () => {
  for (const word of reservedSlugs) expect(reservedSlugs).not.toContain(slugOf(word));
  expect(slugOf("API")).toBe("api-1");
});
