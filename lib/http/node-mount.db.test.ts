import { createServer, type IncomingMessage, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { givenProject, type Site, track } from "@/db/testing/given-project";
import { starterGoals } from "@/lib/goals/starter-goals";
import { handleQuestion } from "./node-mount";
import { callApi } from "./testing/call-api";

type Sent = { path?: string; method?: string; headers?: Record<string, string>; body?: string };

const untaken = 418;
const server = createServer((request, response) => {
  if (!handleQuestion(request, response)) response.writeHead(untaken).end();
});
let port: number;
let site: Site;
let key: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});

afterAll(() => {
  server.close();
});

beforeEach(async () => {
  site = await givenProject({ goals: starterGoals });
  key = await site.secretKey("read");
});

const question = JSON.stringify({ from: "2026-11-01", to: "2026-11-02" });

const ask = ({ path = "reports/conversions", method = "POST", headers = {}, body = question }: Sent) =>
  new Promise<{ status: number; headers: IncomingMessage["headers"]; body: Buffer }>((resolve, reject) => {
    const sent = {
      authorization: `Bearer ${key}`,
      "content-length": String(Buffer.byteLength(body)),
      ...headers,
    };
    const asked = send({ port, path: `/api/v1/${path}`, method, headers: sent, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    asked.on("error", reject).end(body);
  });

const withoutTime = (text: string): string => text.replace(/"(ms|requestId)":("[^"]*"|[\d.]+)/g, "");

it("answers what Next would answer, with the headers that Next adds", async () => {
  await site.send([track("ada", "Product Viewed", { timestamp: "2026-11-01T10:00:00Z" })]);
  const asked: Sent[] = [
    {},
    { path: "reports/conversions?format=csv" },
    { path: "reports/conversions?format=xml" },
    { path: "reports/nonsense" },
    { body: "{" },
    { body: '{"from":"2026-11-01"}' },
    { headers: { authorization: "Bearer nonsense" } },
    { headers: { "content-type": "image/png" } },
  ];
  for (const one of asked) {
    const { path = "reports/conversions", headers, body = question } = one;
    const wanted = await callApi("POST", path, { key, body, headers });
    const got = await ask(one);
    expect(got.status).toBe(wanted.status);
    expect(withoutTime(got.body.toString())).toBe(withoutTime(wanted.text));
    expect(got.headers).toMatchObject({
      "content-type": wanted.headers.get("content-type"),
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "content-length": String(got.body.length),
    });
    expect(got.headers.vary).toContain("accept-encoding");
  }
});

it("packs an answer that is worth it for whoever takes it packed", async () => {
  const metrics = [{ event: "Product Viewed" }];
  const days = {
    path: "reports/timeseries",
    body: JSON.stringify({ from: "2026-11-01", to: "2026-12-01", metrics }),
  };
  const plain = await ask(days);
  expect(plain.status).toBe(200);
  expect(plain.headers["content-encoding"]).toBeUndefined();
  const packed = await ask({ ...days, headers: { "accept-encoding": "gzip, br" } });
  expect(packed.headers).toMatchObject({ "content-encoding": "gzip", "content-type": "application/json" });
  expect(withoutTime(gunzipSync(packed.body).toString())).toBe(withoutTime(plain.body.toString()));
  expect(packed.body.length).toBeLessThan(plain.body.length / 2);
  const refused = await ask({ ...days, headers: { "accept-encoding": "gzip;q=0" } });
  expect(refused.headers["content-encoding"]).toBeUndefined();
  const short = await ask({ body: "{", headers: { "accept-encoding": "gzip" } });
  expect(short.headers["content-encoding"]).toBeUndefined();
});

it("leaves to Next what is long, comes in pieces, wants to hear of progress, or is no question", async () => {
  const left: Sent[] = [
    { method: "PUT" },
    { path: "reports/conversions/" },
    { path: "reports/" },
    { path: "segments" },
    { headers: { accept: "text/event-stream" } },
    { body: `${question}${" ".repeat(70_000)}` },
  ];
  for (const one of left) expect(await ask(one)).toMatchObject({ status: untaken });
  const inPieces = new Promise((resolve, reject) => {
    const asked = send({ port, path: "/api/v1/reports/conversions", method: "POST", agent: false });
    asked.on("response", (response) => resolve(response.resume().statusCode)).on("error", reject);
    asked.write("{");
    asked.end("}");
  });
  expect(await inPieces).toBe(untaken);
});

it("goes on serving when a sender goes away before its question is whole", async () => {
  const begun = send({
    port,
    path: "/api/v1/reports/conversions",
    method: "POST",
    agent: false,
    headers: { authorization: `Bearer ${key}`, "content-length": "100" },
  });
  const gone = new Promise((resolve) => begun.on("error", resolve).on("close", resolve));
  await new Promise((resolve) => begun.write("{", resolve));
  begun.destroy();
  await gone;
  expect(await ask({})).toMatchObject({ status: 200 });
});
