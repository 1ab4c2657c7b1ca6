import { expect, it } from "vitest";
import { allowedOrigins } from "./allowed-origins";

it.each([
  ["https://shop.example", "https://shop.example"],
  [" https://Shop.Example/ ", "https://shop.example"],
  ["https://shop.example:443", "https://shop.example"],
  ["http://localhost:3000", "http://localhost:3000"],
  ["https://bücher.example", "https://xn--bcher-kva.example"],
])("%j is the origin %j", (text, origin) => {
  expect(allowedOrigins.parse([text])).toEqual([origin]);
});

it.each([
  "",
  "shop.example",
  "*",
  "null",
  "https://",
  "https://shop.example/cart",
  "https://shop.example?a=1",
  "https://ada@shop.example",
  "ftp://shop.example",
  "javascript:alert(1)",
])("%j is none, and the message says how one is written", (text) => {
  const { error } = allowedOrigins.safeParse([text]);
  expect(error?.issues).toMatchObject([
    { path: [0], message: expect.stringContaining("https://shop.example") },
  ]);
});

it("keeps each origin once, and none for every page", () => {
  expect(allowedOrigins.parse(["https://a.example", "https://A.example/"])).toEqual(["https://a.example"]);
  expect(allowedOrigins.parse([])).toEqual([]);
});
