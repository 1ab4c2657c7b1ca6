import { expect, it } from "vitest";
import { POST } from "@/app/api/v1/reports/[name]/route";
import { givenProject, track } from "@/db/testing/given-project";
import { starterGoals } from "@/lib/goals/starter-goals";

type Asked = { name?: string; headers?: Record<string, string>; body?: string };

const ask = async ({ name = "conversions", headers = {}, body = "{}" }: Asked) => {
  const request = new Request(`http://localhost/api/v1/reports/${name}`, { method: "POST", headers, body });
  const response = await POST(request, { params: Promise.resolve({ name }) });
  return { status: response.status, headers: response.headers, body: await response.json() };
};

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const range = JSON.stringify({ from: "2026-11-01", to: "2026-11-02" });
const failed = (code: string, path?: string) => ({
  error: {
    code,
    message: expect.stringMatching(/^[A-Z].{10}/),
    requestId: expect.any(String),
    ...(path ? { path } : {}),
  },
});

it("answers whoever holds a secret key with the scope read, about its own project only", async () => {
  const [site, other] = await Promise.all([
    givenProject({ goals: starterGoals }),
    givenProject({ goals: starterGoals }),
  ]);
  await site.send([track("ada", "Product Viewed", { timestamp: "2026-11-01T10:00:00Z" })]);
  const [key, otherKey] = await Promise.all([site.secretKey("read"), other.secretKey("read")]);
  const basic = { authorization: `Basic ${Buffer.from(`${key}:`).toString("base64")}` };
  for (const headers of [bearer(key), basic]) {
    const answer = await ask({ headers, body: range });
    expect(answer).toMatchObject({ status: 200, body: { visitors: 1, goals: { length: 4 } } });
    expect(answer.headers.get("cache-control")).toBe("no-store");
  }
  expect(await ask({ headers: bearer(otherKey), body: range })).toMatchObject({
    status: 200,
    body: { visitors: 0 },
  });
});

it("answers nobody else", async () => {
  const site = await givenProject();
  const [writeKey, ingestKey] = await Promise.all([site.writeKey(), site.secretKey("ingest")]);
  for (const headers of [{}, bearer("nonsense"), bearer("")])
    expect(await ask({ headers, body: range })).toMatchObject({
      status: 401,
      body: failed("unauthenticated"),
    });
  for (const key of [writeKey, ingestKey])
    expect(await ask({ headers: bearer(key), body: range })).toMatchObject({
      status: 403,
      body: failed("forbidden"),
    });
});

it("says where a question is wrong", async () => {
  const site = await givenProject();
  const headers = bearer(await site.secretKey("read"));
  expect(await ask({ headers, body: "{from" })).toMatchObject({ status: 400, body: failed("invalid") });
  expect(await ask({ headers, body: "{}" })).toMatchObject({ status: 400, body: failed("invalid", "from") });
  const misspelt = JSON.stringify({ ...JSON.parse(range), breakdwon: {} });
  expect(await ask({ headers, body: misspelt })).toMatchObject({
    status: 400,
    body: failed("invalid", "breakdwon"),
  });
  expect(await ask({ name: "nothing", headers, body: range })).toMatchObject({
    status: 404,
    body: failed("not_found"),
  });
});
