import { expect, it } from "vitest";
import { hasReadablePath } from "./has-readable-path";

it.each([
  ["/acme/shop/overview", true],
  ["/acme/caf%C3%A9?device=100%", true],
  ["/100%", false],
  ["/acme/%zz/overview", false],
  ["/acme/%E9/overview?a=b", false],
])("of %s it is %s that the path can be read", (address, isReadable) => {
  expect(hasReadablePath(address)).toBe(isReadable);
});
