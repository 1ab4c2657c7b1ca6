import { expect, it } from "vitest";
import { hashKey } from "./key-hash";

const hashOf = (text: string) => {
  const hash = { a: 0, b: 0 };
  hashKey(text, hash);
  return hash;
};

it("tells a hundred thousand order numbers apart, by either half alone", () => {
  const texts = Array.from({ length: 100_000 }, (_, i) => `ORDER-2026-${i}`);
  const hashes = [...texts, "", " ", "0", "00"].map(hashOf);
  expect(new Set(hashes.map(({ a }) => a)).size).toBe(hashes.length);
  expect(new Set(hashes.map(({ b }) => b)).size).toBe(hashes.length);
  expect(
    hashes.every(({ a, b }) => a >= 0 && b >= 0 && Number.isSafeInteger(a) && Number.isSafeInteger(b)),
  ).toBe(true);
});

it("is the same for the same text", () => {
  expect(hashOf("ä🙂 A-1")).toEqual(hashOf(["ä🙂", "A-1"].join(" ")));
});
