import { expect, it } from "vitest";
import { hashPassword, passwordMatches } from "./password";

it("knows the right password and no other", async () => {
  const [one, two] = await Promise.all([hashPassword("correct horse"), hashPassword("correct horse")]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/);
  expect(one).not.toBe(two);
  const tries = await Promise.all(
    ["correct horse", "correct horse ", "Correct horse", ""].map((text) => passwordMatches(one, text)),
  );
  expect(tries).toEqual([true, false, false, false]);
});

it("matches nobody's password, also when many ask at once", async () => {
  const tries = await Promise.all(Array.from({ length: 8 }, () => passwordMatches(undefined, "anything")));
  expect(tries).toEqual(Array(8).fill(false));
});

it("hands on when one of many cannot be checked", async () => {
  const broken = Array.from({ length: 4 }, () => passwordMatches("no hash", "x").catch(() => "broken"));
  expect(await Promise.all(broken)).toEqual(Array(4).fill("broken"));
  expect(await passwordMatches(await hashPassword("x"), "x")).toBe(true);
});
