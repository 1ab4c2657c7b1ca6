import { expect, it } from "vitest";
import { givenProject } from "@/db/testing/given-project";
import { callApi } from "./testing/call-api";

const given = async () => {
  const site = await givenProject({ currency: "EUR" });
  return { site, key: await site.secretKey("admin"), reader: await site.secretKey("read") };
};

const brand = {
  day: "2026-10-01",
  source: "Google",
  medium: "cpc",
  campaign: "Brand",
  costMinor: 1200,
  currency: "EUR",
};
const stored = { ...brand, source: "google", clicks: null, impressions: null };
const csv = { "content-type": "text/csv; charset=utf-8" };

it("takes costs, says what became of each, and lists and forgets them", async () => {
  const { key, reader } = await given();
  const body = {
    costs: [
      brand,
      { ...brand, campaign: undefined, clicks: 3, impressions: 70 },
      { ...brand, costMinor: -1 },
      "free",
      { ...brand, costMinor: 1 },
      { ...brand, colour: "red" },
    ],
  };
  const sent = await callApi("POST", "costs", { key, body });
  expect(sent).toMatchObject({ status: 200 });
  expect(sent.body).toEqual({
    created: 2,
    replaced: 0,
    unchanged: 0,
    added: 0,
    rejected: [
      { index: 2, code: "invalid", message: "A cost is 0 or more.", path: "costMinor" },
      {
        index: 3,
        code: "invalid",
        message: "A cost is an object with a day, a source, costMinor and a currency.",
      },
      { index: 4, code: "conflict", message: expect.stringContaining("costs.0") },
      { index: 5, code: "invalid", message: expect.any(String), path: "colour" },
    ],
  });
  expect((await callApi("POST", "costs", { key, body: { costs: [brand] } })).body).toMatchObject({
    unchanged: 1,
  });
  const plain = { ...stored, campaign: "", clicks: 3, impressions: 70 };
  expect((await callApi("GET", "costs", { key: reader })).body).toEqual({
    data: [plain, stored],
    next: null,
  });
  expect((await callApi("GET", "costs?campaign=Brand&source=GOOGLE", { key })).body).toMatchObject({
    data: [stored],
  });
  expect((await callApi("GET", "costs?from=2026-10-02", { key })).body).toEqual({ data: [], next: null });
  const october = "costs?from=2026-10-01&to=2026-11-01";
  expect((await callApi("DELETE", `${october}&campaign=Brand`, { key })).body).toEqual({ deleted: 1 });
  expect((await callApi("DELETE", october, { key })).body).toEqual({ deleted: 1 });
  expect((await callApi("DELETE", october, { key })).body).toEqual({ deleted: 0 });
});

it("takes CSV and gives it back so that it can be sent again, with no formula in it", async () => {
  const { site, key } = await given();
  const text = 'Day,Campaign,Cost,Clicks\n2026-10-01,=1+1,12.34,5\n2026-10-02,Brand,"1,000",\nx,,1,\n';
  const sent = await callApi("POST", "costs?source=google&medium=CPC", { key, headers: csv, body: text });
  expect(sent).toMatchObject({ status: 200 });
  expect(sent.body).toEqual({
    created: 2,
    replaced: 0,
    unchanged: 0,
    added: 0,
    rejected: [{ line: 4, message: expect.stringContaining("YYYY-MM-DD") }],
  });
  const first = await callApi("GET", "costs?format=csv&limit=1", { key });
  expect(first.text).toBe(
    "day,source,medium,campaign,cost,currency,clicks,impressions\r\n2026-10-02,google,cpc,Brand,1000.00,EUR,,\r\n",
  );
  const next = /<\/api\/v1\/(.+)>; rel="next"/.exec(first.headers.get("link") ?? "")?.[1] ?? "";
  const second = await callApi("GET", next, { key });
  expect(second.text).toContain("2026-10-01,google,cpc,'=1+1,12.34,EUR,5,\r\n");
  expect(second.headers.get("link")).toBe(null);
  const other = await site.secretKey("admin");
  const all = await callApi("GET", "costs", { key: other, headers: { accept: "text/csv" } });
  expect((await callApi("POST", "costs", { key: other, headers: csv, body: all.text })).body).toMatchObject({
    created: 0,
    unchanged: 2,
    rejected: [],
  });
});

it("takes what spreadsheets write, in UTF-16 with tabs", async () => {
  const { key } = await given();
  const body = Buffer.from("\ufeffDay\tCampaign\tCost\r\n2026-10-01\tGröße\t12.00\r\n", "utf16le");
  await callApi("POST", "costs?source=google&medium=cpc", { key, headers: csv, body });
  expect((await callApi("GET", "costs", { key })).body).toMatchObject({
    data: [{ ...stored, campaign: "Größe" }],
  });
  const latin = Buffer.from("Day,Source,Campaign,Cost\n2026-10-01,google,Größe,1", "latin1");
  expect(await callApi("POST", "costs", { key, headers: csv, body: latin })).toMatchObject({ status: 400 });
});

it("takes the cursor of a cost with the longest names", async () => {
  const { key } = await given();
  const long = { ...brand, source: "s".repeat(100), medium: "m".repeat(100), campaign: "広".repeat(255) };
  await callApi("POST", "costs", { key, body: { costs: [long, { ...long, day: "2026-10-02" }] } });
  const first = await callApi("GET", "costs?limit=1", { key });
  const { next } = first.body as { next: string };
  expect((await callApi("GET", `costs?limit=1&cursor=${next}`, { key })).body).toEqual({
    data: [{ ...long, clicks: null, impressions: null }],
    next: null,
  });
});

it("refuses what it cannot take, with the place", async () => {
  const { key } = await given();
  for (const [method, path, body, place] of [
    ["POST", "costs", { costs: [] }, "costs"],
    ["POST", "costs", { costs: Array(5_001).fill(1) }, "costs"],
    ["POST", "costs", {}, "costs"],
    ["POST", "costs?medium=cpc", { costs: [brand] }, undefined],
    ["GET", "costs?from=yesterday", undefined, "from"],
    ["GET", "costs?limit=0", undefined, "limit"],
    ["GET", "costs?cursor=x", undefined, "cursor"],
    ["DELETE", "costs?from=2026-10-01", undefined, "to"],
    ["DELETE", "costs?from=2026-10-01&to=2026-10-01", undefined, "to"],
  ] as const) {
    const { status, body: answer } = await callApi(method, path, { key, body });
    expect({ status, answer }, path).toMatchObject({ status: 400, answer: { error: { code: "invalid" } } });
    expect((answer as { error: { path?: string } }).error.path, path).toBe(place);
  }
});

it("lets only who may manage write, and shows nobody the costs of others", async () => {
  const { key, reader } = await given();
  await callApi("POST", "costs", { key, body: { costs: [brand] } });
  for (const [method, path] of [
    ["POST", "costs"],
    ["DELETE", "costs?from=2026-10-01&to=2026-10-02"],
  ] as const)
    expect(await callApi(method, path, { key: reader, body: "{}" })).toMatchObject({ status: 403 });
  const others = await given();
  expect((await callApi("GET", "costs", { key: others.key })).body).toEqual({ data: [], next: null });
  const gone = await callApi("DELETE", "costs?from=1990-01-01&to=2100-01-01", { key: others.key });
  expect(gone.body).toEqual({ deleted: 0 });
  expect((await callApi("GET", "costs", { key: reader })).body).toEqual({ data: [stored], next: null });
});
