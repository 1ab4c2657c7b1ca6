// npm run bench -- reports [EVENTS]: asks every kind of report of a shop's log of 90 days (10,000,000 events by a tenth as
// many visitors), warm, over all of its days; then a funnel over HTTP, to see what the API adds.
import path from "node:path";
import type { ProjectScope } from "@/db/scope";
import { saveGoals } from "@/lib/goals/store";
import { askAll, closeEngine, startEngine } from "@/lib/reports/engine";
import type { Question } from "@/lib/reports/question";
import { createKey } from "@/lib/tenancy/keys-store";
import { startServer } from "./given-server";
import { shopGoals } from "./journeys/dashboards";
import { atMost, type Fact, printFacts } from "./journeys/fact";
import { fold } from "./journeys/fold";
import { range } from "./journeys/shop-log";
import { steps } from "./journeys/shop-visit";
import { writeShopLog } from "./journeys/write-shop-log";
import { median, timed, words } from "./median";
import { throwAwayProject } from "./throw-away-project";

const dayMs = 86_400_000;
const mobile = { field: "device", op: "is", value: "mobile" } as const;
const desktop = { field: "device", op: "is", value: "desktop" } as const;
const funnel = { ...range, steps: steps.map((event) => ({ event })), windowMs: dayMs };
const rates = shopGoals.map(({ key }) => ({ goal: key, count: "rate" as const }));
const aim = { goal: "purchase" };
const daysBeforeEnd = (days: number): string => new Date(Date.parse(range.to) - days * dayMs).toISOString();
const [lastMonth, monthBefore] = [daysBeforeEnd(28), daysBeforeEnd(56)];

const instantly: Record<string, Question> = {
  conversions: { report: "conversions", question: range },
  "conversions by channel": { report: "conversions", question: { ...range, breakdown: { by: "channel" } } },
  "conversions by session": { report: "conversions", question: { ...range, unit: "session" } },
  funnel: { report: "funnel", question: funnel },
  "funnel of new visitors": {
    report: "funnel",
    question: { ...funnel, segment: { field: "visitor.isNew", op: "is", value: true } },
  },
  "funnel by device": { report: "funnel", question: { ...funnel, breakdown: { by: "device" } } },
  "timeseries, a rate a goal": { report: "timeseries", question: { ...range, metrics: rates } },
  "matrix of all goals": { report: "matrix", question: { ...range, windowMs: 7 * dayMs } },
  "compare two segments": {
    report: "compare",
    question: {
      ...range,
      metric: aim,
      segments: [
        { name: "Mobile", filter: mobile },
        { name: "Desktop", filter: desktop },
      ],
    },
  },
};

const attribution = { ...range, goal: "purchase" };

const buyers = { report: "visitors", question: { of: attribution } } as const;

const withinASecond: Record<string, Question> = {
  "attribution, last non-direct": { report: "attribution", question: attribution },
  "attribution, six models": {
    report: "attribution",
    question: {
      ...attribution,
      models: ["first", "last", "lastNonDirect", "linear", "timeDecay", "position"],
    },
  },
  "paths, 5 steps": { report: "paths", question: { ...range, start: { event: "Product Viewed" } } },
  "retention by week": {
    report: "retention",
    question: { ...range, first: { event: "Product Viewed" }, again: { event: "Page Viewed" } },
  },
  "pipeline with its back-test": { report: "pipeline", question: { macro: "purchase", asOf: range.to } },
  decomposition: {
    report: "decomposition",
    question: { from: lastMonth, to: range.to, compareTo: { from: monthBefore, to: lastMonth } },
  },
  "health of goals": { report: "health", question: { ...range, from: lastMonth } },
  "list of who bought": buyers,
};

const withinThreeSeconds: Record<string, Question> = {
  "attribution, Markov": { report: "attribution", question: { ...attribution, model: "markov" } },
  insights: { report: "insights", question: range },
  "attribution, Shapley": { report: "attribution", question: { ...attribution, model: "shapley" } },
};

/** Asks for the whole history of somebody who bought. */
const journeyOfBuyer = async (scope: ProjectScope): Promise<Record<string, Question>> => {
  const [{ visitors }] = await askAll(scope, [buyers]);
  const visitorId = visitors[0]?.id;
  if (visitorId === undefined) throw new Error("Nobody bought anything.");
  return { "journey of one visitor": { report: "journey", question: { visitorId } } };
};

/** What each question is asked to take at most, ms. */
const asked: readonly { limitMs: number; questions: Record<string, Question> }[] = [
  { limitMs: 300, questions: instantly },
  { limitMs: 1_000, questions: withinASecond },
  { limitMs: 3_000, questions: withinThreeSeconds },
];

const port = 3197;

/** How much longer a funnel takes over HTTP than the answer says that it took. */
const measureHttp = async (home: string, secret: string): Promise<Fact> => {
  const server = await startServer(home, port);
  try {
    const ask = async (): Promise<number> => {
      const startedAt = performance.now();
      const response = await fetch(`http://127.0.0.1:${port}/api/v1/reports/funnel`, {
        method: "POST",
        headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
        body: JSON.stringify(funnel),
      });
      const { computed } = (await response.json()) as { computed: { ms: number } };
      return performance.now() - startedAt - computed.ms;
    };
    const rounds: number[] = [];
    for (let round = 0; round < 25; round++) rounds.push(await ask());
    return atMost("what HTTP adds to a funnel", median(rounds.slice(5)), 20, " ms");
  } finally {
    await server.end();
  }
};

const main = async (): Promise<void> => {
  const events = Number(process.argv[2] ?? 10_000_000);
  if (!Number.isSafeInteger(events) || events < 10_000) {
    console.error("Usage: npm run bench -- reports [EVENTS, from 10000]");
    process.exitCode = 2;
    return;
  }
  const facts: Fact[] = [];
  const { scope, end } = await throwAwayProject();
  try {
    await writeShopLog(scope, { events });
    await saveGoals(scope, shopGoals);
    await fold(scope);
    startEngine(path.resolve("dist/worker.js"));
    const ofOne = { limitMs: 1_000, questions: await journeyOfBuyer(scope) };
    for (const { limitMs, questions } of [...asked, ofOne])
      for (const [what, question] of Object.entries(questions)) {
        const startedAt = performance.now();
        await askAll(scope, [question]);
        const first = performance.now() - startedAt;
        const taken = await timed(9, () => askAll(scope, [question]));
        console.log(`${what}: first ${first.toFixed(0)} ms, then ${words(taken)}`);
        facts.push(atMost(what, taken.median, limitMs, " ms", ` (best ${taken.low.toFixed(0)})`));
      }
    await closeEngine();
    const { secret } = await createKey(scope, { kind: "secret", name: "Bench", scopes: ["read"] });
    facts.push(await measureHttp(process.env.DATA_DIR ?? "", secret));
  } finally {
    await closeEngine();
    await end();
    printFacts(facts);
  }
};

await main();
