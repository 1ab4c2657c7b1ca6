import { randomUUID } from "node:crypto";
import type { CredentialsConfig } from "next-auth/providers/credentials";
import { describe, expect, it } from "vitest";
import { asOwner } from "@/db/testing/as-owner";
import { uniqueName } from "@/db/testing/given-project";
import { findUserOfSession, listMembershipsToAuthorize } from "@/db/unscoped";
import { starterGoals } from "@/lib/goals/starter-goals";
import { listGoals } from "@/lib/goals/store";
import { projectScopeForCommandLine } from "@/lib/tenancy/command-line-door";
import { accessOfKey } from "@/lib/tenancy/key-door";
import { listKeys } from "@/lib/tenancy/keys-store";
import { createOrganisation, membershipsOf, readProject } from "@/lib/tenancy/organisations-store";
import { authOptions } from "./auth-options";
import type { SignUpInput } from "./definition";
import { signUp } from "./sign-up";
import { addMember, createUser, findUserByEmail } from "./users-store";

const newPerson = (): SignUpInput => ({
  email: `${uniqueName("Ada").replace(" ", ".")}@example.com`,
  password: "correct horse",
  organisation: uniqueName("Acme"),
  project: "Shop",
  timezone: "Europe/Berlin",
  currency: "EUR",
});

const signIn = async (email: string, password: string) => {
  const [provider] = authOptions.providers;
  if (!provider) throw new Error("There is no way to sign in.");
  const { authorize } = provider.options as CredentialsConfig;
  return await authorize({ email, password }, { body: {}, query: {}, headers: {}, method: "POST" });
};

describe("signing up", () => {
  it("makes everything somebody needs to begin: account, organisation, project, write key and goals", async () => {
    const person = newPerson();
    const address = await signUp(person);
    expect(address).toEqual({ org: expect.stringMatching(/^acme-[0-9a-f]{12}$/), project: "shop" });
    const user = await findUserByEmail(person.email);
    const [membership] = await listMembershipsToAuthorize(user?.userId ?? "");
    expect(membership).toMatchObject({
      orgSlug: address.org,
      orgName: person.organisation,
      role: "owner",
      projectSlug: "shop",
    });
    const scope = await projectScopeForCommandLine(membership?.projectId ?? "");
    expect(await readProject(scope)).toMatchObject({ timezone: "Europe/Berlin", currency: "EUR" });
    expect(await listGoals(scope)).toHaveLength(starterGoals.length);
    const [key] = await listKeys(scope);
    expect(key).toMatchObject({ kind: "write", scopes: ["ingest"] });
    expect((await accessOfKey(key?.shown ?? ""))?.scope).toEqual(scope);
  });

  it("takes an e-mail address once, however it is written, and leaves nothing half made", async () => {
    const person = newPerson();
    await signUp(person);
    const again = { ...person, email: person.email.toUpperCase(), organisation: uniqueName("Other") };
    await expect(signUp(again)).rejects.toMatchObject({ code: "conflict", path: "email" });
    const [made] = await asOwner()`
      select exists(select from organisations where name = ${again.organisation}) as made`;
    expect(made).toEqual({ made: false });
  });

  it("refuses a timezone that is none before anything is made", async () => {
    const person = { ...newPerson(), timezone: "Mars/Olympus" };
    await expect(signUp(person)).rejects.toMatchObject({ code: "invalid", path: "timezone" });
    expect(await findUserByEmail(person.email)).toBeNull();
  });

  it("keeps no password", async () => {
    const person = newPerson();
    await signUp(person);
    const [row] = await asOwner()<{ text: string }[]>`
      select to_jsonb(u)::text as text from users u where email = ${person.email.toLowerCase()}`;
    expect(row?.text).toContain("$argon2id$");
    expect(row?.text).not.toContain(person.password);
  });
});

describe("signing in", () => {
  it("lets the right person in, and says the same to everybody else: nothing", async () => {
    const { email, password } = newPerson();
    const { userId } = await createUser({ email, password, name: "Ada" });
    const right = { id: userId, email: email.toLowerCase(), name: "Ada" };
    expect(await signIn(` ${email} `, password)).toEqual(right);
    expect(await signIn(email.toUpperCase(), password)).toEqual(right);
    const wrong = [
      [email, "wrong horse"],
      [email, ""],
      [email, "x".repeat(129)],
      ["nobody@example.com", password],
      ["' or 1=1 --", password],
    ] as const;
    for (const [who, what] of wrong) expect(await signIn(who, what)).toBeNull();
  });

  it("does not let in who was disabled", async () => {
    const { email, password } = newPerson();
    const { userId } = await createUser({ email, password });
    await asOwner()`update users set disabled_at = now() where id = ${userId}`;
    expect(await signIn(email, password)).toBeNull();
  });

  it("lasts until the session is revoked, by signing out or otherwise", async () => {
    const { email, password } = newPerson();
    const { userId } = await createUser({ email, password });
    const { jwt, session: toSession } = authOptions.callbacks ?? {};
    const user = { id: userId, email };
    const begin = { token: {}, user, account: null, trigger: "signIn" as const };
    const token = await jwt?.(begin);
    expect(token).toEqual({ sub: userId, sid: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    const sid = String(token?.sid);
    expect(await findUserOfSession(sid)).toMatchObject({ id: userId });
    expect(await jwt?.({ ...begin, token: token ?? {}, user: undefined as never })).toEqual(token);
    const base = { session: { expires: "2030-01-01", user }, token: token ?? {} };
    expect(await toSession?.(base as never)).toEqual({ expires: "2030-01-01", user: undefined, sid });
    await authOptions.events?.signOut?.({ token: token ?? {}, session: base.session });
    expect(await findUserOfSession(sid)).toBeUndefined();
    expect(await findUserOfSession(randomUUID())).toBeUndefined();
  });

  it("ends at once for who is disabled meanwhile", async () => {
    const { email, password } = newPerson();
    const { userId } = await createUser({ email, password });
    const token = await authOptions.callbacks?.jwt?.({
      token: {},
      user: { id: userId, email },
      account: null,
    });
    await asOwner()`update users set disabled_at = now() where id = ${userId}`;
    expect(await findUserOfSession(String(token?.sid))).toBeUndefined();
  });
});

describe("a membership", () => {
  it("opens its own organisation only, with the role that was given last", async () => {
    const { email, password } = newPerson();
    const { userId } = await createUser({ email, password });
    const mine = await createOrganisation({ name: uniqueName("Mine") });
    await createOrganisation({ name: uniqueName("Foreign") });
    expect(await membershipsOf(userId)).toEqual([]);
    await addMember(mine.scope, { userId, role: "viewer" });
    await addMember(mine.scope, { userId, role: "admin" });
    expect(await membershipsOf(userId)).toEqual([
      { org: { slug: mine.slug, name: expect.stringContaining("Mine") }, role: "admin", projects: [] },
    ]);
  });
});
