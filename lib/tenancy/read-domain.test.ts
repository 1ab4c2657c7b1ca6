import { expect, it } from "vitest";
import { readDomain } from "./read-domain";

it.each([
  ["shop.example", "shop.example"],
  ["  WWW.Shop.Example ", "www.shop.example"],
  ["https://shop.example/cart?x=1", "shop.example"],
  ["shop.example:8443", "shop.example"],
  ["müller.example", "xn--mller-kva.example"],
  ["localhost:3000", "localhost"],
])("reads %j as %s", (text, domain) => {
  expect(readDomain(text)).toBe(domain);
});

it.each(["", "shop", "*.shop.example", "192.0.2.1", "[::1]", "shop example", "ftp://", "a..b"])(
  "takes %j for no domain",
  (text) => {
    expect(readDomain(text)).toBeNull();
  },
);
