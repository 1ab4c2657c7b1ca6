import { beforeEach, describe, expect, it } from "vitest";
import { givenProject, type Site } from "@/db/testing/given-project";
import { callApi } from "./testing/call-api";

const goal = {
  key: "signup",
  name: "Signed up",
  tier: "macro",
  stage: "lead",
  match: { event: "Signed Up" },
  counting: "visitor",
  value: { fixed: { minor: 500, currency: "EUR" } },
};
const segment = { key: "mobile", name: "Mobile", filter: { field: "device", op: "is", value: "mobile" } };
const funnel = {
  key: "to-signup",
  name: "To sign-up",
  question: { steps: [{ page: "/pricing" }, { goal: "signup" }], windowMs: 86_400_000 },
};

const failure = (code: string, path?: string) => ({
  error: {
    code,
    message: expect.stringMatching(/^[A-Z].{10}/),
    requestId: expect.any(String),
    ...(path === undefined ? {} : { path }),
  },
});

let site: Site;
let admin: string;
let reader: string;

beforeEach(async () => {
  site = await givenProject();
  [admin, reader] = await Promise.all([site.secretKey("admin", "read", "ingest"), site.secretKey("read")]);
});

describe.each([
  ["goals", goal, { name: "Registered" }, { stage: "cart" }, "stage"],
  ["segments", segment, { name: "Phones" }, { filter: { segment: "mobile" } }, "filter"],
  ["funnels", funnel, { name: "Way to sign-up" }, { question: { steps: [] } }, "question.steps"],
])("/api/v1/%s", (path, wanted, change, wrong, wrongPath) => {
  const entry = `${path}/${wanted.key}`;

  it("takes an entry from its making to its end", async () => {
    if (path === "funnels") await callApi("POST", "goals", { key: admin, body: goal });
    const made = await callApi("POST", path, { key: admin, body: wanted });
    expect(made).toMatchObject({ status: 201, body: wanted });
    expect(made.headers.get("location")).toBe(`/api/v1/${entry}`);
    expect(made.headers.get("cache-control")).toBe("no-store");

    for (const key of [admin, reader]) {
      expect(await callApi("GET", path, { key })).toMatchObject({
        status: 200,
        body: { data: [made.body], next: null },
      });
      for (const one of [entry, `${path}?key=${wanted.key}`])
        expect(await callApi("GET", one, { key })).toMatchObject({ status: 200, body: wanted });
    }

    expect(await callApi("POST", path, { key: admin, body: wanted })).toMatchObject({
      status: 409,
      body: failure("conflict", "key"),
    });
    const changed = { ...(made.body as object), ...change };
    for (const one of [entry, `${path}?key=${wanted.key}`])
      expect(await callApi("PATCH", one, { key: admin, body: change })).toMatchObject({
        status: 200,
        body: changed,
      });
    for (const [body, place] of [
      [wrong, wrongPath],
      [{ colour: "red" }, "colour"],
      [{ key: "other" }, "key"],
    ] as const)
      expect(await callApi("PATCH", entry, { key: admin, body })).toMatchObject({
        status: 400,
        body: failure("invalid", place),
      });
    expect(await callApi("GET", path, { key: reader })).toMatchObject({ body: { data: [changed] } });

    expect(await callApi("DELETE", entry, { key: admin })).toMatchObject({ status: 204, text: "" });
    for (const method of ["GET", "PATCH", "DELETE"] as const) {
      const body = method === "PATCH" ? change : undefined;
      expect(await callApi(method, entry, { key: admin, body })).toMatchObject({
        status: 404,
        body: failure("not_found"),
      });
    }
    if (path === "funnels") await callApi("DELETE", "goals?key=signup", { key: admin });
  });

  it("is changed by nobody without the scope admin", async () => {
    const [writer, ingester] = await Promise.all([site.writeKey(), site.secretKey("ingest")]);
    const tries = [
      ["POST", path],
      ["PATCH", entry],
      ["DELETE", entry],
    ] as const;
    for (const [method, address] of tries) {
      expect(await callApi(method, address, { body: "{}" })).toMatchObject({
        status: 401,
        body: failure("unauthenticated"),
      });
      for (const key of [reader, writer, ingester])
        expect(await callApi(method, address, { key, body: "{}" })).toMatchObject({
          status: 403,
          body: failure("forbidden"),
        });
    }
    for (const key of [writer, ingester])
      expect(await callApi("GET", path, { key })).toMatchObject({ status: 403 });
  });

  it("looks the same for what belongs to another project and what is not there", async () => {
    const other = await givenProject();
    const theirs = await other.secretKey("admin");
    if (path === "funnels") await callApi("POST", "goals", { key: theirs, body: goal });
    await callApi("POST", path, { key: theirs, body: wanted });
    const requestId = /"requestId":"[^"]+"/;
    for (const method of ["GET", "PATCH", "DELETE"] as const) {
      const body = method === "PATCH" ? "{}" : undefined;
      const foreign = await callApi(method, entry, { key: admin, body });
      const missing = await callApi(method, `${path}/nowhere`, { key: admin, body });
      expect(foreign.status).toBe(404);
      expect(foreign.text.replace(requestId, "")).toBe(missing.text.replace(requestId, ""));
    }
    expect(await callApi("GET", path, { key: theirs })).toMatchObject({ body: { data: [wanted] } });
  });

  it.each([
    ["nothing", undefined, 400, undefined],
    ["no JSON", "{", 400, undefined],
    ["a list", "[]", 400, undefined],
    ["null", "null", 400, undefined],
    ["an empty object", "{}", 400, "key"],
    ["an unknown field", JSON.stringify({ ...wanted, colour: "red" }), 400, "colour"],
    ["a key with capitals", JSON.stringify({ ...wanted, key: "A B" }), 400, "key"],
    ["a name of blanks", JSON.stringify({ ...wanted, name: "  " }), 400, "name"],
    ["a NUL", JSON.stringify({ ...wanted, name: "a\u0000" }), 400, undefined],
    ["half a character", `{"key":"a","name":"\\ud800"}`, 400, undefined],
    ["bottomless nesting", `{"filter":${'{"not":'.repeat(5000)}1${"}".repeat(5000)}}`, 400, undefined],
    ["more than 1 MB", JSON.stringify({ ...wanted, name: "x".repeat(1_000_001) }), 413, undefined],
  ])("refuses a body that is %s", async (_, body, status, place) => {
    const refused = await callApi("POST", path, { key: admin, body });
    expect(refused).toMatchObject({ status, body: failure(status === 413 ? "too_large" : "invalid", place) });
    expect(await callApi("GET", path, { key: admin })).toMatchObject({ body: { data: [] } });
  });

  it("says what it takes", async () => {
    for (const [method, address, allowed] of [
      ["PUT", path, "GET, POST, PATCH, DELETE"],
      ["POST", entry, "GET, PATCH, DELETE"],
    ] as const) {
      const refused = await callApi(method, address, { key: admin });
      expect(refused).toMatchObject({ status: 405, body: failure("invalid") });
      expect(refused.headers.get("allow")).toBe(allowed);
    }
    for (const address of [`${path}?page=2`, `${entry}?limit=1`])
      expect(await callApi("GET", address, { key: admin })).toMatchObject({ status: 400 });
    for (const method of ["PATCH", "DELETE"] as const)
      expect(await callApi(method, path, { key: admin, body: "{}" })).toMatchObject({
        status: 400,
        body: failure("invalid", "key"),
      });
  });
});

it("says what uses a goal, and keeps a segment that a funnel names", async () => {
  const body = { ...funnel, question: { ...funnel.question, segment: "mobile" } };
  for (const [path, wanted] of [
    ["goals", goal],
    ["segments", segment],
    ["funnels", body],
  ] as const)
    expect(await callApi("POST", path, { key: admin, body: wanted })).toMatchObject({ status: 201 });
  expect(await callApi("GET", "goals/signup", { key: reader })).toMatchObject({
    body: { ...goal, usedBy: [{ kind: "funnel", key: "to-signup", name: "To sign-up" }] },
  });
  expect(await callApi("DELETE", "segments/mobile", { key: admin })).toMatchObject({
    status: 409,
    body: failure("conflict", "key"),
  });
  for (const path of ["funnels/to-signup", "segments/mobile", "goals/signup"])
    expect(await callApi("DELETE", path, { key: admin })).toMatchObject({ status: 204 });
});

it("lists page by page, each entry once, also when one on the way is deleted", async () => {
  const own = await givenProject();
  const key = await own.secretKey("admin");
  for (const name of ["d", "b", "a", "e", "c"])
    await callApi("POST", "segments", { key, body: { ...segment, key: name } });
  type List = { data: { key: string }[]; next: string | null };
  const read = async (query: string): Promise<List> =>
    (await callApi("GET", `segments?${query}`, { key })).body as List;
  const first = await read("limit=2");
  expect(first.data.map((one) => one.key)).toEqual(["a", "b"]);
  await callApi("DELETE", "segments/b", { key });
  const second = await read(`limit=2&cursor=${first.next}`);
  expect(second.data.map((one) => one.key)).toEqual(["c", "d"]);
  const third = await read(`limit=2&cursor=${second.next}`);
  expect(third).toMatchObject({ data: [{ key: "e" }], next: null });
  for (const [query, place] of [
    ["limit=0", "limit"],
    ["limit=1.5", "limit"],
    ["limit=many", "limit"],
    ["limit=501", "limit"],
    ["cursor=%21", "cursor"],
    ["cursor=", "cursor"],
    ["offset=2", "offset"],
  ])
    expect(await callApi("GET", `segments?${query}`, { key })).toMatchObject({
      status: 400,
      body: failure("invalid", place),
    });
});
