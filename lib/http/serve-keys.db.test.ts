import { beforeEach, expect, it } from "vitest";
import { givenProject, type Site } from "@/db/testing/given-project";
import { callApi } from "./testing/call-api";

type Key = { id: string; name: string; shown: string; scopes: string[]; revokedAt: string | null };

let site: Site;
let admin: string;

beforeEach(async () => {
  site = await givenProject();
  admin = await site.secretKey("admin", "read", "ingest");
});

const listed = async (key = admin): Promise<Key[]> =>
  ((await callApi("GET", "keys", { key })).body as { data: Key[] }).data;

it("makes a key, shows its secret once, and takes it back", async () => {
  const body = { kind: "secret", name: "Nightly report", scopes: ["read"] };
  const made = await callApi("POST", "keys", { key: admin, body });
  expect(made).toMatchObject({
    status: 201,
    body: { ...body, secret: expect.stringMatching(/^tb_sk_\w{38}$/) },
  });
  const { secret, lastUsedAt, ...shown } = made.body as Key & { secret: string; lastUsedAt: null };
  expect(lastUsedAt).toBeNull();
  expect(made.headers.get("location")).toBe(`/api/v1/keys/${shown.id}`);
  expect(await callApi("GET", "segments", { key: secret })).toMatchObject({ status: 200 });

  const list = await callApi("GET", "keys", { key: admin });
  expect(list).toMatchObject({
    body: { data: expect.arrayContaining([expect.objectContaining(shown)]), next: null },
  });
  expect(list.text).not.toContain(secret);
  expect(await callApi("GET", `keys/${shown.id}`, { key: admin })).toMatchObject({
    status: 200,
    body: shown,
  });

  expect(await callApi("DELETE", `keys/${shown.id}`, { key: admin })).toMatchObject({ status: 204 });
  expect(await callApi("DELETE", `keys?key=${shown.id}`, { key: admin })).toMatchObject({ status: 404 });
  expect((await listed()).find(({ id }) => id === shown.id)).toMatchObject({
    revokedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
  });
});

it("makes a write key and changes the pages that may send with it", async () => {
  const body = { kind: "write", name: "Website", allowedOrigins: ["https://Shop.example/"] };
  const made = await callApi("POST", "keys", { key: admin, body });
  expect(made).toMatchObject({
    status: 201,
    body: { scopes: ["ingest"], allowedOrigins: ["https://shop.example"] },
  });
  const { id } = made.body as Key;
  const change = { allowedOrigins: ["https://www.shop.example"] };
  expect(await callApi("PATCH", `keys/${id}`, { key: admin, body: change })).toMatchObject({
    status: 200,
    body: change,
  });
  expect(
    await callApi("PATCH", `keys?key=${id}`, { key: admin, body: { allowedOrigins: ["x"] } }),
  ).toMatchObject({
    status: 400,
    body: { error: { path: "allowedOrigins.0" } },
  });
});

it("rotates: another secret that may do the same, and an end for the old one", async () => {
  const body = { kind: "secret", name: "Import", scopes: ["ingest"] };
  const { id } = (await callApi("POST", "keys", { key: admin, body })).body as Key;
  const rotated = await callApi("POST", `keys/${id}/rotate`, { key: admin, body: { days: 1 } });
  expect(rotated).toMatchObject({
    status: 201,
    body: { name: "Import", scopes: ["ingest"], secret: expect.stringMatching(/^tb_sk_/), old: { id } },
  });
  const { old } = rotated.body as { old: { expiresAt: string } };
  const days = (Date.parse(old.expiresAt) - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(0.99);
  expect(days).toBeLessThanOrEqual(1);
  expect(await callApi("POST", `keys/${id}/rotate`, { key: admin })).toMatchObject({ status: 409 });
  expect(await callApi("POST", `keys/${id}/rotate`, { key: admin, body: { days: 91 } })).toMatchObject({
    status: 400,
    body: { error: { path: "days" } },
  });
});

it("hands on no more than the key may do itself", async () => {
  const body = { kind: "secret", name: "More", scopes: ["read", "privacy"] };
  const refused = { status: 403, body: { error: { code: "forbidden", path: "scopes" } } };
  expect(await callApi("POST", "keys", { key: admin, body })).toMatchObject(refused);
  await site.secretKey("privacy");
  const strong = (await listed()).find(({ scopes }) => scopes.includes("privacy"));
  expect(await callApi("POST", `keys/${strong?.id}/rotate`, { key: admin })).toMatchObject(refused);
});

it("opens to nobody without the scope admin, not even to look", async () => {
  const reader = await site.secretKey("read");
  for (const [method, path] of [
    ["GET", "keys"],
    ["POST", "keys"],
    ["GET", "keys/x"],
    ["DELETE", "keys/x"],
    ["POST", "keys/x/rotate"],
  ] as const)
    expect(
      await callApi(method, path, { key: reader, body: method === "POST" ? "{}" : undefined }),
    ).toMatchObject({
      status: 403,
    });
});

it("knows no keys of other projects", async () => {
  const other = await givenProject();
  const theirs = await other.secretKey("admin");
  const [foreign] = await listed(theirs);
  expect((await listed()).map(({ id }) => id)).not.toContain(foreign?.id);
  for (const id of [foreign?.id, "nonsense", "00000000-0000-0000-0000-000000000000"]) {
    const entry = `keys/${id}`;
    const answers = [
      await callApi("GET", entry, { key: admin }),
      await callApi("PATCH", entry, { key: admin, body: { allowedOrigins: [] } }),
      await callApi("DELETE", entry, { key: admin }),
      await callApi("POST", `${entry}/rotate`, { key: admin }),
    ];
    for (const { status } of answers) expect(status).toBe(404);
  }
  expect(await listed(theirs)).toMatchObject([{ revokedAt: null }]);
});

it.each([
  [{}, "kind"],
  [{ kind: "secret", name: "A", scopes: [] }, "scopes"],
  [{ kind: "secret", name: "A", scopes: ["root"] }, "scopes.0"],
  [{ kind: "secret", name: " ", scopes: ["read"] }, "name"],
  [{ kind: "write", name: "A", scopes: ["read"] }, "scopes"],
  [{ kind: "secret", name: "A", scopes: ["read"], secret: "mine" }, "secret"],
])("refuses %j at %s", async (body, path) => {
  expect(await callApi("POST", "keys", { key: admin, body })).toMatchObject({
    status: 400,
    body: { error: { code: "invalid", path } },
  });
});
