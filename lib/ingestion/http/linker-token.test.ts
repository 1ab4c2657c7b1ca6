import { describe, expect, it } from "vitest";
import { linkerToken, readLinkerToken } from "./linker-token";

const now = Date.UTC(2026, 10, 10, 12);
const signer = { linkerSecret: Buffer.alloc(32, 1), projectId: "0197f3c2-0000-7000-8000-000000000001" };
const token = linkerToken(signer, "visitor-ü", now);

describe("a token", () => {
  it("brings the visitor's id to the other side, and stands in an address as it is", () => {
    expect(readLinkerToken(signer, token, now + 119_999)).toEqual({ anonymousId: "visitor-ü" });
    expect(token).toMatch(/^[A-Za-z0-9_-]+$/);
  });

  it("is good for two minutes", () => {
    expect(readLinkerToken(signer, token, now + 120_000)).toBe("expired");
  });

  it("is worth nothing with any one byte changed", () => {
    const bytes = Buffer.from(token, "base64url");
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(readLinkerToken(signer, changed.toString("base64url"), now), `byte ${at}`).toBe("forged");
    }
  });

  it.each([
    ["another secret", { ...signer, linkerSecret: Buffer.alloc(32, 2) }],
    ["another project", { ...signer, projectId: "0197f3c2-0000-7000-8000-000000000002" }],
  ])("is worth nothing under %s", (_what, other) => {
    expect(readLinkerToken(other, token, now)).toBe("forged");
  });

  it.each(["", "x", "%%%", "a".repeat(50), "a".repeat(100_000)])("is not %j", (text) => {
    expect(readLinkerToken(signer, text, now)).toBe("forged");
  });
});
