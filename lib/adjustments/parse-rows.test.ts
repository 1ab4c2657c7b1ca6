import { expect, it } from "vitest";
import { parseRows } from "./parse-rows";

it("reads CSV by its header, in any order and style, and leaves other columns out", () => {
  const text = [
    "\tType;order_id;amount_minor;Currency;occurred_at;note".trim(),
    "refund;1001;500;EUR;2026-11-10T09:30:00Z;hello",
    "",
    'cancellation;"A;1";;;2026-11-10T09:30:00Z;',
    "refund;1002;5.00;EUR;2026-11-10T09:30:00Z;",
    "a;b;c;d;e;f;g",
    '"open;1',
  ].join("\r\n");
  const occurredAt = "2026-11-10T09:30:00Z";
  expect(parseRows(text)).toEqual([
    { line: 2, sent: { type: "refund", orderId: "1001", amountMinor: 500, currency: "EUR", occurredAt } },
    { line: 4, sent: { type: "cancellation", orderId: "A;1", occurredAt } },
    { line: 5, sent: { type: "refund", orderId: "1002", amountMinor: "5.00", currency: "EUR", occurredAt } },
    { line: 6, message: "This line has 7 fields, the header 6." },
    { line: 7, message: expect.stringContaining("quote") },
  ]);
});

it("reads lines of JSON", () => {
  expect(parseRows('{"orderId": "1"}\n\n[1\n7\n')).toEqual([
    { line: 1, sent: { orderId: "1" } },
    { line: 3, message: "This line is no JSON object." },
    { line: 4, message: "This line is no JSON object." },
  ]);
  expect(parseRows(" \n")).toEqual([]);
});

it("refuses CSV that names no adjustments, and says what is missing", () => {
  expect(() => parseRows("order,amount\n1,2")).toThrow(/orderId, type, occurredAt is missing/);
});
