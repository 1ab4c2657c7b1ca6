import { describe, expect, it, vi } from "vitest";
import { givenProject } from "@/db/testing/given-project";
import { holdClock } from "@/db/testing/hold-clock";
import * as unscoped from "@/db/unscoped";
import { accessOfKey } from "./key-door";
import { createKey, listKeys, revokeKey, rotateKey, setAllowedOrigins } from "./keys-store";

const given = async (kind: "write" | "secret" = "secret") => {
  const site = await givenProject();
  const origins = ["https://shop.example"];
  const made = await createKey(site.scope, {
    kind,
    name: "Shop",
    scopes: ["ingest", "read"],
    allowedOrigins: origins,
  });
  return { site, ...made };
};

describe("rotating a key", () => {
  it.each(["write", "secret"] as const)("of kind %s gives another that may do the same", async (kind) => {
    const { site, key, secret } = await given(kind);
    const rotated = await rotateKey(site.scope, { keyId: key.id });
    expect(rotated.secret).not.toBe(secret);
    expect(rotated.key).toMatchObject({
      kind,
      name: "Shop",
      scopes: key.scopes,
      allowedOrigins: key.allowedOrigins,
      expiresAt: null,
    });
    const [before, after] = await Promise.all([accessOfKey(secret), accessOfKey(rotated.secret)]);
    expect(before).toMatchObject({ keyId: key.id, scopes: key.scopes });
    expect(after).toEqual({ ...before, keyId: rotated.key.id });
  });

  it("lets the old one work for seven days, and not a moment longer", async () => {
    const { site, key, secret } = await given();
    const { old } = await rotateKey(site.scope, { keyId: key.id });
    const endsAt = Date.parse(old.expiresAt ?? "");
    expect(Math.abs(endsAt - Date.now() - 7 * 86_400_000)).toBeLessThan(60_000);
    const clock = holdClock(new Date(endsAt - 1).toISOString());
    expect(await accessOfKey(secret)).not.toBeNull();
    clock.advance(1);
    expect(await accessOfKey(secret)).toBeNull();
  });

  it("is for keys that work, and once", async () => {
    const { site, key } = await given();
    const { key: next } = await rotateKey(site.scope, { keyId: key.id, graceMs: 0 });
    await expect(rotateKey(site.scope, { keyId: key.id })).rejects.toMatchObject({ code: "conflict" });
    await revokeKey(site.scope, { keyId: next.id });
    await expect(rotateKey(site.scope, { keyId: next.id })).rejects.toMatchObject({ code: "not_found" });
    expect(await listKeys(site.scope)).toHaveLength(2);
  });

  it("without grace ends the old one in the database at once", async () => {
    const { site, key, secret } = await given();
    await rotateKey(site.scope, { keyId: key.id, graceMs: 0 });
    expect(await accessOfKey(secret)).toBeNull();
  });

  it("touches nobody else's key", async () => {
    const [ours, theirs] = await Promise.all([given(), given("write")]);
    const other = { keyId: theirs.key.id };
    await expect(rotateKey(ours.site.scope, other)).rejects.toMatchObject({ code: "not_found" });
    await expect(setAllowedOrigins(ours.site.scope, { ...other, allowedOrigins: [] })).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await listKeys(theirs.site.scope)).toEqual([theirs.key]);
  });
});

describe("the pages of a key", () => {
  it("can be changed, and count within ten seconds", async () => {
    const clock = holdClock("2026-11-10T12:00:00Z");
    const { site, key, secret } = await given("write");
    const origins = async () => (await accessOfKey(secret))?.allowedOrigins;
    expect(await origins()).toEqual(["https://shop.example"]);
    const changed = await setAllowedOrigins(site.scope, { keyId: key.id, allowedOrigins: [] });
    expect(changed.allowedOrigins).toEqual([]);
    clock.advance(10_001);
    expect(await origins()).toEqual([]);
  });

  it("are for write keys only", async () => {
    const { site, key } = await given("secret");
    expect(key.allowedOrigins).toEqual([]);
    await expect(
      setAllowedOrigins(site.scope, { keyId: key.id, allowedOrigins: ["https://shop.example"] }),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("the last use of a key", () => {
  const lastUsed = async ({ site }: Awaited<ReturnType<typeof given>>) =>
    (await listKeys(site.scope))[0]?.lastUsedAt;

  it("is written behind the answer, within a minute", async () => {
    const made = await given();
    expect(await lastUsed(made)).toBeNull();
    await accessOfKey(made.secret);
    await expect.poll(() => lastUsed(made)).toEqual(expect.any(String));
  });
});

it("a crowd that comes with the same key is looked up once", async () => {
  const { secret } = await given();
  const lookUp = vi.spyOn(unscoped, "findKeyToAuthenticate");
  const accesses = await Promise.all(Array.from({ length: 50 }, () => accessOfKey(secret)));
  expect(new Set(accesses).size).toBe(1);
  expect(lookUp).toHaveBeenCalledTimes(1);
  lookUp.mockRestore();
});

it("a key in use is renewed while it is still good, so nobody waits for that", async () => {
  const { secret } = await given();
  const clock = holdClock("2026-11-10T12:00:00Z");
  const lookUp = vi.spyOn(unscoped, "findKeyToAuthenticate");
  const first = await accessOfKey(secret);
  clock.advance(6_000);
  expect(await accessOfKey(secret)).toBe(first);
  await lookUp.mock.results[1]?.value;
  await expect.poll(async () => (await accessOfKey(secret)) === first).toBe(false);
  // Eleven seconds after the first look the renewed answer still stands.
  clock.advance(4_500);
  expect(await accessOfKey(secret)).toMatchObject({ keyId: first?.keyId });
  expect(lookUp).toHaveBeenCalledTimes(2);
  lookUp.mockRestore();
});
