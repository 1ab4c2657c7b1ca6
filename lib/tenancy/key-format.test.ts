import { describe, expect, it } from "vitest";
import { isKeyText, keyDigest, newKey } from "./key-format";

describe.each(["write", "secret"] as const)("a %s key", (kind) => {
  it("is formed like one of ours, and never the same twice", () => {
    const keys = Array.from({ length: 200 }, () => newKey(kind));
    expect(keys.every(isKeyText)).toBe(true);
    expect(new Set(keys).size).toBe(200);
    expect(keys[0]).toMatch(kind === "write" ? /^tb_pk_[0-9A-Za-z]{28}$/ : /^tb_sk_[0-9A-Za-z]{38}$/);
  });

  it("with any one character changed is known to be a typo", () => {
    const key = newKey(kind);
    for (let place = 0; place < key.length; place++) {
      const other = key[place] === "x" ? "y" : "x";
      const typo = key.slice(0, place) + other + key.slice(place + 1);
      expect(isKeyText(typo), typo).toBe(false);
    }
  });
});

it.each(["", "tb_pk_", "tb_xx_0123456789012345678901234567", `${newKey("write")} `, `${newKey("secret")}\n`])(
  "is not fooled by %j",
  (text) => {
    expect(isKeyText(text)).toBe(false);
  },
);

it("stores nothing that a key could be read from", () => {
  const key = newKey("secret");
  expect(keyDigest(key)).toHaveLength(32);
  expect(keyDigest(key).toString("latin1")).not.toContain(key.slice(6, 12));
});
