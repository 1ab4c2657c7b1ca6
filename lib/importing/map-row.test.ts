import { describe, expect, it } from "vitest";
import { parseInput } from "@/lib/parse-input";
import { type ImportMap, importMap } from "./definition";
import { type FindColumn, mapRows } from "./map-row";

type Row = Record<string, unknown>;
const find: FindColumn<Row> = (column) => (row) => row[column];
const map = (fields: Record<string, unknown>): ImportMap =>
  parseInput(importMap, { event: { value: "Order Completed" }, timestamp: "at", userId: "user", ...fields });
const mapped = (fields: Record<string, unknown>, row: Row) =>
  mapRows(map(fields), find)({ at: "t", user: "u", ...row });

describe("mapRows", () => {
  it("makes a wire event of a row", () => {
    const mapping = {
      event: { column: "what", names: { buy: "Order Completed" } },
      anonymousId: "device",
      messageId: "id",
      context: { sessionId: "session", "page.url": "url", "page.title": "title", country: { value: "DE" } },
      properties: {
        category: { column: "code", before: "." },
        code: "code",
        price: { column: "price", type: "number" },
        revenue: { column: "price", type: "number", onlyFor: ["Order Completed"] },
        currency: { value: "EUR", onlyFor: ["Order Completed"] },
        year: { column: "year", type: "text" },
      },
    };
    const row = {
      what: "buy",
      device: "d",
      id: 7,
      session: "s",
      url: "https://a.example/",
      title: "",
      code: "shoes.boots",
      price: "35.79",
      year: 2026,
    };
    expect(mapped(mapping, row)).toEqual({
      event: {
        type: "track",
        event: "Order Completed",
        timestamp: "t",
        userId: "u",
        anonymousId: "d",
        messageId: "7",
        context: { sessionId: "s", page: { url: "https://a.example/" }, country: "DE" },
        properties: {
          category: "shoes",
          code: "shoes.boots",
          price: 35.79,
          revenue: 35.79,
          currency: "EUR",
          year: "2026",
        },
      },
    });
    expect(mapped(mapping, { ...row, what: "look", code: "" }).event).toMatchObject({
      event: "look",
      properties: { price: 35.79, year: "2026" },
    });
  });

  it("leaves out what is empty: no id, no property, nothing before the separator", () => {
    const mapping = {
      properties: { category: { column: "code", before: "." }, price: { column: "price", type: "number" } },
    };
    expect(mapped(mapping, { user: "", code: ".boots", price: "" })).toEqual({
      event: { type: "track", event: "Order Completed", timestamp: "t" },
    });
  });

  it.each(["12 €", "1,299.00", "NaN", "Infinity", "0x10", "1e999", "-"])(
    "refuses %s as a number",
    (price) => {
      expect(
        mapped({ properties: { price: { column: "price", type: "number" } } }, { price }).refused,
      ).toMatchObject({
        code: "not_a_number",
        path: "properties.price",
      });
    },
  );

  it.each([
    ["2026-11-01 09:30:00", "2026-11-01T08:30:00.000Z"],
    ["2026-07-01T09:30", "2026-07-01T07:30:00.000Z"],
    ["2026-07-01", "2026-06-30T22:00:00.000Z"],
    ["2026-07-01T09:30:00Z", "2026-07-01T09:30:00Z"],
    ["2026-02-30 09:30:00", "2026-02-30 09:30:00"],
    ["1761989400", "1761989400"],
  ])("reads %s in Berlin as %s", (at, timestamp) => {
    expect(mapped({ timestamp: { column: "at", timezone: "Europe/Berlin" } }, { at }).event).toMatchObject({
      timestamp,
    });
  });
});

describe("importMap", () => {
  it.each([
    ["an unknown field", { proprties: {} }, "proprties"],
    ["an unknown context field", { context: { "page.href": "url" } }, "context.page.href"],
    [
      "a wrong type of value",
      { properties: { price: { column: "price", type: "money" } } },
      "properties.price",
    ],
    ["a timezone that is none", { timestamp: { column: "at", timezone: "Berlin" } }, "timestamp"],
    ["a delimiter of two characters", { csv: { delimiter: "||" } }, "csv.delimiter"],
  ])("says where the map has %s", (_, fields, path) => {
    expect(() => map(fields)).toThrow(
      expect.objectContaining({ code: "invalid", path: expect.stringContaining(path) }),
    );
  });
});
