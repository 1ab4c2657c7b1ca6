import { rm } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { givenProject, type Site, track } from "@/db/testing/given-project";
import { starterGoals } from "@/lib/goals/starter-goals";
import { compactUntilDone } from "@/lib/journeys/compact";
import { momentOf } from "@/lib/journeys/testing/moment-of";
import { bundleProgram } from "@/scripts/bundle.mjs";
import type { Questions } from "./answer";
import { localEngine } from "./local-engine";
import type { ReportEngine } from "./report-engine";
import { threadedEngine } from "./threaded-engine";

const root = path.resolve(import.meta.dirname, "../..");
const worker = path.join(root, `dist/worker-test-${process.pid}.js`);

beforeAll(async () => {
  await bundleProgram("lib/reports/worker.ts", worker);
});

afterAll(() => rm(worker, { force: true }));

const givenEngine = (): ReportEngine => {
  const engine = threadedEngine(worker);
  onTestFinished(() => engine.close());
  return engine;
};

const range = { from: "2026-11-01", to: "2026-12-01" };
const names = ["Product Viewed", "Product Added", "Order Completed"];

const questions: Questions = [
  { report: "conversions", question: { ...range, previous: true, breakdown: { by: "device" } } },
  {
    report: "funnel",
    question: {
      ...range,
      steps: names.map((event) => ({ event })),
      windowMs: 86_400_000,
      breakdown: { by: "property.colour", limit: 2 },
    },
  },
  {
    report: "timeseries",
    question: {
      ...range,
      interval: "day",
      metrics: [
        { visitors: true },
        { goal: "purchase", count: "value" },
        { goal: "purchase", count: "rate" },
      ],
    },
  },
  { report: "catalog", question: {} },
];

/** Sixty visitors over three days, some of whose orders arrive twice, on another visitor; most of it folded into shards. */
const givenShop = async (): Promise<Site> => {
  const site = await givenProject({ goals: starterGoals });
  const events = Array.from({ length: 60 }, (_, n) => {
    const day = `2026-11-0${1 + (n % 3)}`;
    const properties = { colour: `c${n % 5}`, order_id: `o${n % 20}`, revenue: n, currency: "EUR" };
    return names.slice(0, 1 + (n % 3)).map((event, step) =>
      track(`v${n}`, event, {
        timestamp: `${day}T10:0${step}:00Z`,
        properties,
        context: { userAgent: n % 2 ? "Mozilla/5.0 (iPhone)" : "Mozilla/5.0 (Windows NT 10.0)" },
      }),
    );
  });
  await site.send(events.slice(0, 50).flat(), { source: "secret" });
  await compactUntilDone(site.scope, undefined, { eventsPerShard: 20 });
  await site.send(events.slice(50).flat(), { source: "secret" });
  const { runs } = await momentOf(site.scope, []);
  expect(Math.max(...runs.map(({ shards }) => shards))).toBeGreaterThan(1);
  return site;
};

const patient = () => new AbortController().signal;
const withoutCost = (answers: object[]): object[] =>
  answers.map((answer) => ({ ...answer, computed: expect.anything() }));

describe("answers in several threads", () => {
  it("are those of one thread, however many ask at once", async () => {
    const [site, engine] = [await givenShop(), givenEngine()];
    const expected = withoutCost(await localEngine().askAll(site.scope, questions, { signal: patient() }));
    const many = await Promise.all(
      Array.from({ length: 24 }, () => engine.askAll(site.scope, questions, { signal: patient() })),
    );
    for (const answers of many) expect(answers).toEqual(expected);
  });

  it("say what is wrong with a question, and go on", async () => {
    const [site, engine] = [await givenShop(), givenEngine()];
    const wrong: Questions = [{ report: "conversions", question: { ...range, goals: ["gone"] } }];
    await expect(engine.askAll(site.scope, wrong, { signal: patient() })).rejects.toMatchObject({
      code: "invalid",
      path: "goals.0",
    });
    await expect(engine.askAll(site.scope, questions, { signal: patient() })).resolves.toHaveLength(4);
  });

  it("end when nobody waits for them", async () => {
    const [site, engine] = [await givenShop(), givenEngine()];
    const gone = AbortSignal.abort();
    await expect(engine.askAll(site.scope, questions, { signal: gone })).rejects.toMatchObject({
      code: "timeout",
    });
    await expect(engine.askAll(site.scope, questions, { signal: patient() })).resolves.toHaveLength(4);
  });
});
