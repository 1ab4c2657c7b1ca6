import { expect, it } from "vitest";
import { ColumnBuilder } from "./column-builder";
import { decodeColumn } from "./decode-column";

const built = (values: readonly unknown[]): { codes: number[]; values: unknown[] } => {
  const builder = new ColumnBuilder();
  for (const [row, value] of values.entries()) builder.set(row, value);
  const rows = Int32Array.from(values.keys());
  const [bytes] = builder.encode([{ rows, orders: [rows] }], values.length)[0] ?? [];
  if (!bytes) return { codes: [], values: [] };
  const { codes, dictionary } = decodeColumn(bytes, values.length);
  return {
    codes: [...codes],
    values: Array.from({ length: dictionary.size }, (_, code) => dictionary.value(code)),
  };
};

it("tells apart values that only look alike, and takes JSON by its text", () => {
  const alike = [1, "1", true, "true", null, "null", { a: [1] }, '{"a":[1]}', "", [], "[]"];
  expect(built([...alike, ...alike])).toEqual({
    codes: [...alike.keys(), ...alike.keys()].map((place) => place + 1),
    values: alike,
  });
});

it("has short and long texts once each, and takes undefined for no value", () => {
  const long = "x".repeat(65);
  expect(built(["a", long, undefined, "a", `${long}`])).toEqual({
    codes: [1, 2, 0, 1, 2],
    values: ["a", long],
  });
  expect(built([undefined, undefined])).toEqual({ codes: [], values: [] });
});
