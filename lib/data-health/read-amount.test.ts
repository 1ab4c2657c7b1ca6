import { expect, it } from "vitest";
import { readAmount } from "./read-amount";

it.each([
  ["12 €", ".", 12],
  ["1.299,00 €", ",", 1299],
  ["€ 1,299.50", ".", 1299.5],
  ["1 299,95 kr", ",", 1299.95],
  ["1’299.00 CHF", ".", 1299],
  ["1.299.000", ",", 1_299_000],
  ["1,29,900.00", ".", 129_900],
  ["12,– €", ",", 12],
  ["-19,90 EUR", ",", -19.9],
  ["− 5", ".", -5],
  ["1234.5", ".", 1234.5],
  ["1,299", ",", 1.299],
  ["1,299", ".", 1299],
] as const)("reads %j with %j before the cents as %d", (text, decimal, number) => {
  expect(readAmount(text, decimal)).toBe(number);
});

it.each([
  ["12.5", ","],
  ["1.299,00", "."],
  ["0x10", "."],
  ["10-20", "."],
  ["3 for 10.00", "."],
  ["1..2", "."],
  ["free", "."],
  ["", "."],
] as const)("does not guess what %j with %j means", (text, decimal) => {
  expect(readAmount(text, decimal)).toBeNull();
});
