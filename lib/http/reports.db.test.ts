import { parse } from "csv-parse/sync";
import { expect, it } from "vitest";
import { givenProject, type Site, track } from "@/db/testing/given-project";
import { holdClock } from "@/db/testing/hold-clock";
import { starterGoals } from "@/lib/goals/starter-goals";
import { reportNames } from "@/lib/reports/question";
import { keyLimits } from "./limit-key";
import { callApi } from "./testing/call-api";

const range = { from: "2026-11-01", to: "2026-11-03" };
const at = (time: string) => ({ timestamp: `2026-11-01T${time}:00Z` });
const order = { order_id: "1", revenue: 59.7, currency: "EUR" };

const givenShop = async (): Promise<{ site: Site; key: string }> => {
  const site = await givenProject({ goals: starterGoals });
  await site.send([
    track("ada", "Product Viewed", at("10:00")),
    track("ada", "Order Completed", { ...at("10:05"), properties: order }),
    track("bob", "Product Viewed", {
      ...at("11:00"),
      context: { campaign: { source: "=1+1", medium: "x" } },
    }),
  ]);
  return { site, key: await site.secretKey("read") };
};

const failure = (code: string, path?: string) => ({
  error: {
    code,
    message: expect.stringMatching(/^[A-Z].{10}/),
    requestId: expect.any(String),
    ...(path === undefined ? {} : { path }),
  },
});

const rowsOf = (text: string): Record<string, string>[] => parse(text, { columns: true });

it("answers as a table where the request asks for CSV", async () => {
  const { key } = await givenShop();
  const body = { ...range, goals: ["purchase"], breakdown: { by: "utm.source" }, previous: true };
  const answers = [
    await callApi("POST", "reports/conversions?format=csv", { key, body }),
    await callApi("POST", "reports/conversions", { key, body, headers: { accept: "text/csv, */*;q=0.1" } }),
  ];
  for (const { status, headers, text } of answers) {
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("text/csv; charset=utf-8; header=present");
    expect(headers.get("content-disposition")).toBe('attachment; filename="conversions-goals.csv"');
    const rows = rowsOf(text);
    expect(rows.map(({ period, row, group }) => `${period} ${row} ${group}`)).toContain(
      "current value '=1+1",
    );
    expect(rows.find(({ period, row }) => period === "current" && row === "total")).toMatchObject({
      key: "purchase",
      conversions: "1",
      converters: "1",
      rate_part: "1",
      rate_whole: "2",
      rate_rate: "0.5",
      value_minor_EUR: "5970",
    });
  }
});

it("has the tables of a report by name", async () => {
  const { key } = await givenShop();
  const metrics = [{ visitors: true }, { goal: "purchase", count: "rate" }];
  const points = await callApi("POST", "reports/timeseries?format=csv", { key, body: { ...range, metrics } });
  expect(points.text).toBe(
    [
      "period,row,group,start,complete,metric_1,metric_2",
      "current,total,,2026-11-01T00:00:00.000Z,true,2,0.5",
      "current,total,,2026-11-02T00:00:00.000Z,true,0,",
      "",
    ].join("\r\n"),
  );
  const steps = [{ event: "Product Viewed" }, { goal: "purchase" }];
  const funnel = await callApi("POST", "reports/funnel?format=csv&table=steps", {
    key,
    body: { ...range, steps, windowMs: 3_600_000 },
  });
  expect(rowsOf(funnel.text)).toMatchObject([
    { step: "1", label: "Product Viewed", entered: "2", reached: "2", dropped: "", from_previous_part: "" },
    {
      step: "2",
      label: "Purchase",
      reached: "1",
      dropped: "1",
      from_previous_rate: "0.5",
      revenue_minor_EUR: "5970",
    },
  ]);
  const refusals = [
    ["reports/funnel?format=csv&table=nothing", "table"],
    ["reports/funnel?table=steps", "table"],
    ["reports/funnel?format=xml", "format"],
    ["reports/funnel?colour=red", "colour"],
  ] as const;
  for (const [path, place] of refusals)
    expect(await callApi("POST", path, { key, body: { ...range, steps, windowMs: 1 } })).toMatchObject({
      status: 400,
      body: failure("invalid", place),
    });
});

it("answers what arrives, to whoever may read", async () => {
  const { site, key } = await givenShop();
  expect(await callApi("GET", "catalog", { key })).toMatchObject({
    status: 200,
    body: {
      events: [
        { name: "Product Viewed", count: 2 },
        { name: "Order Completed", count: 1 },
      ],
    },
  });
  const csv = await callApi("GET", "catalog", { key, headers: { accept: "text/csv" } });
  expect(rowsOf(csv.text)[0]).toMatchObject({ name: "Product Viewed", count: "2" });
  expect(await callApi("GET", "catalog", { key: await site.secretKey("admin") })).toMatchObject({
    status: 403,
  });
  expect(await callApi("GET", "catalog")).toMatchObject({ status: 401 });
});

it("takes questions with POST and the catalogue with GET only", async () => {
  const key = await (await givenProject()).secretKey("read");
  for (const name of reportNames)
    for (const method of ["GET", "PUT", "PATCH", "DELETE"] as const) {
      const refused = await callApi(method, `reports/${name}`, { key });
      expect(refused).toMatchObject({ status: 405, body: failure("invalid") });
      expect(refused.headers.get("allow")).toBe("POST");
    }
  expect((await callApi("POST", "catalog", { key, body: "{}" })).headers.get("allow")).toBe("GET");
});

it.each([
  ["application/json", 200],
  ["application/json; charset=utf-8", 200],
  ["application/vnd.api+json", 200],
  ["text/plain;charset=UTF-8", 200],
  ["application/x-www-form-urlencoded", 200],
  ["multipart/form-data; boundary=x", 415],
  ["text/csv", 415],
  ["application/xml", 415],
])("a body of type %s is answered with %d", async (type, status) => {
  const key = await (await givenProject()).secretKey("read");
  const headers = { "content-type": type };
  const answer = await callApi("POST", "reports/conversions", { key, body: range, headers });
  expect(answer.status).toBe(status);
  if (status === 415) expect(answer.body).toMatchObject(failure("invalid"));
});

it("refuses what is packed, and says so", async () => {
  const key = await (await givenProject()).secretKey("read");
  const headers = { "content-encoding": "gzip" };
  expect(await callApi("POST", "reports/conversions", { key, body: range, headers })).toMatchObject({
    status: 415,
    body: failure("invalid"),
  });
});

it("tells a key that asks too fast how long to wait, and no other key", async () => {
  const time = holdClock("2026-11-22T10:00:00Z");
  const site = await givenProject();
  const [fast, other] = await Promise.all([site.secretKey("read"), site.secretKey("read")]);
  const ask = (key: string) => callApi("POST", "reports/nothing", { key, body: "{}" });
  for (let n = 0; n < keyLimits.questions.burst; n++) expect((await ask(fast)).status).toBe(404);
  const limited = await ask(fast);
  expect(limited).toMatchObject({ status: 429, body: failure("limited") });
  expect(limited.headers.get("retry-after")).toBe("1");
  expect((await ask(other)).status).toBe(404);
  expect(await callApi("GET", "goals", { key: fast })).toMatchObject({ status: 200 });
  time.advance(1000);
  expect((await ask(fast)).status).toBe(404);
});
