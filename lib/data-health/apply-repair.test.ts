import { describe, expect, it } from "vitest";
import { applyRepair } from "./apply-repair";
import { type RepairOperation, repair } from "./definition";

const receivedAt = Date.parse("2026-11-10T12:00:00Z");
const order = {
  type: "track",
  event: "Order Completed",
  timestamp: "yesterday",
  properties: { revenue: "1.299,00 €", currency: "Euro", items: [{ price: "9,90" }, { price: 5 }] },
};

const apply = (raw: object, ...operations: RepairOperation[]) =>
  applyRepair(raw as Record<string, unknown>, operations, { receivedAt });

describe("each operation", () => {
  it.each<[string, RepairOperation, object, object]>([
    ["renames an event", { kind: "renameEvent", to: "New" }, { event: "Old" }, { event: "New" }],
    [
      "renames where the name is as told",
      { kind: "renameEvent", from: "Old", to: "New" },
      { event: "Other" },
      { event: "Other" },
    ],
    [
      "names by `event` what was named by `name`",
      { kind: "renameEvent", to: "New" },
      { name: "Old" },
      { event: "New" },
    ],
    ["sets a value", { kind: "setValue", path: "a.b", value: 1 }, {}, { a: { b: 1 } }],
    ["moves a value", { kind: "moveValue", from: "a.b", to: "c" }, { a: { b: [1] } }, { a: {}, c: [1] }],
    ["moves nothing", { kind: "moveValue", from: "a.b", to: "c" }, { a: {} }, { a: {} }],
    [
      "moves an object into itself",
      { kind: "moveValue", from: "a", to: "a.all" },
      { a: { b: 1 } },
      { a: { all: { b: 1 } } },
    ],
    [
      "moves nothing past text",
      { kind: "moveValue", from: "a", to: "b.c" },
      { a: 1, b: "x" },
      { a: 1, b: "x" },
    ],
    ["removes a value", { kind: "removeValue", path: "a.b" }, { a: { b: 1, c: 2 } }, { a: { c: 2 } }],
    ["removes one of a list", { kind: "removeValue", path: "a.0" }, { a: [1, 2] }, { a: [2] }],
    ["reads a number", { kind: "fixNumber", path: "p", decimal: "," }, { p: "1.299,00 €" }, { p: 1299 }],
    [
      "leaves what it cannot read",
      { kind: "fixNumber", path: "p", decimal: "," },
      { p: "12.5" },
      { p: "12.5" },
    ],
    ["leaves numbers", { kind: "fixNumber", path: "p", decimal: "," }, { p: 12.5 }, { p: 12.5 }],
    ["divides", { kind: "divideNumber", path: "p", by: 100 }, { p: 1999 }, { p: 19.99 }],
    ["sets a currency", { kind: "fixCurrency", path: "c", to: "EUR" }, {}, { c: "EUR" }],
    [
      "sets a currency in place of one",
      { kind: "fixCurrency", path: "c", from: "euro", to: "EUR" },
      { c: "Euro" },
      { c: "EUR" },
    ],
    [
      "leaves other currencies",
      { kind: "fixCurrency", path: "c", from: "€", to: "EUR" },
      { c: "$" },
      { c: "$" },
    ],
    [
      "cuts text, never half a character",
      { kind: "cutText", path: "t", length: 2 },
      { t: "a😀" },
      { t: "a\ufffd" },
    ],
    ["writes an object as text", { kind: "toText", path: "t" }, { t: { a: [1] } }, { t: '{"a":[1]}' }],
    ["writes a number as text", { kind: "toText", path: "t" }, { t: 42 }, { t: "42" }],
    ["reads JSON", { kind: "parseJson", path: "t" }, { t: '{"a":1}' }, { t: { a: 1 } }],
    ["leaves what is no JSON", { kind: "parseJson", path: "t" }, { t: "{a" }, { t: "{a" }],
    [
      "takes the time of receipt",
      { kind: "setTimestamp", to: "receivedAt" },
      { timestamp: "x", originalTimestamp: "y" },
      { timestamp: "2026-11-10T12:00:00.000Z" },
    ],
  ])("%s", (_, operation, before, after) => {
    expect(apply(before, operation)).toEqual(after);
  });
});

it("makes its changes one after the other, and leaves the event that was sent as it is", () => {
  const before = structuredClone(order);
  const after = apply(
    order,
    { kind: "fixNumber", path: "properties.revenue", decimal: "," },
    { kind: "fixNumber", path: "properties.items.0.price", decimal: "," },
    { kind: "fixCurrency", path: "properties.currency", from: "euro", to: "EUR" },
    { kind: "moveValue", from: "properties.revenue", to: "properties.total.gross" },
    { kind: "setTimestamp", to: "receivedAt" },
  );
  expect(after).toEqual({
    type: "track",
    event: "Order Completed",
    timestamp: "2026-11-10T12:00:00.000Z",
    properties: { currency: "EUR", items: [{ price: 9.9 }, { price: 5 }], total: { gross: 1299 } },
  });
  expect(order).toEqual(before);
});

it("never reaches a prototype", () => {
  const raw = JSON.parse('{"a": {"__proto__": {"polluted": 1}}}');
  const after = apply(raw, { kind: "setValue", path: "a.b", value: 2 });
  expect(Object.keys((after as { a: object }).a)).toEqual(["__proto__", "b"]);
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
  for (const path of ["__proto__.x", "a.constructor.prototype.x", "a..b", "", "prototype"])
    expect(repair.safeParse([{ kind: "setValue", path, value: 1 }]).success, path).toBe(false);
  expect(apply({}, { kind: "moveValue", from: "toString", to: "a" })).toEqual({});
});

it("stands what is nested without end", () => {
  const deep = JSON.parse(`{"a": ${"[".repeat(5_000)}${"]".repeat(5_000)}, "b": 1}`);
  expect(apply(deep, { kind: "toText", path: "a" }, { kind: "setValue", path: "b", value: 2 })).toMatchObject(
    {
      b: 2,
    },
  );
});
