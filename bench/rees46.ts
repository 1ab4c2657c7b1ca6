// npm run bench -- rees46 FILE: imports the REES46 file and asks what the overview and the funnel page ask, in process.
// The peer is the join-per-step SQL that analytics on Next.js and Postgres commonly run, on the same rows and with an
// index made for it.
import fs from "node:fs";
import postgres from "postgres";
import { type RawTx, withTenantSnapshot } from "@/db/tenant";
import { env } from "@/lib/env";
import { goalDefinition } from "@/lib/goals/definition";
import { saveGoals } from "@/lib/goals/store";
import { importMap } from "@/lib/importing/definition";
import { importFile } from "@/lib/importing/import-file";
import { appendEvents } from "@/lib/ingestion/store";
import { askAll } from "@/lib/reports/engine";
import { timed, words } from "./median";
import { throwAwayProject } from "./throw-away-project";

const [file] = process.argv.slice(2);
if (!file) {
  console.error("Usage: npm run bench -- rees46 2019-Oct.csv");
  process.exit(2);
}
const range = { from: "2019-10-01", to: "2019-10-02" };
const day = 86_400_000;
const names = ["Product Viewed", "Product Added", "Order Completed"];

const funnel = {
  report: "funnel",
  question: { ...range, steps: names.map((event) => ({ event })), windowMs: day },
} as const;
const overview = [
  { report: "conversions", question: { ...range, previous: true } },
  {
    report: "timeseries",
    question: {
      ...range,
      interval: "hour",
      metrics: [
        { goal: "purchase", count: "conversions" },
        { goal: "purchase", count: "rate" },
      ],
    },
  },
  {
    report: "funnel",
    question: { ...range, steps: [{ goal: "view" }, { goal: "purchase" }], windowMs: 30 * day },
  },
  {
    report: "funnel",
    question: { ...range, steps: [{ goal: "add-to-cart" }, { goal: "purchase" }], windowMs: 30 * day },
  },
] as const;

const peerSql = async (tx: RawTx): Promise<number[]> => {
  const [row] = await tx<{ a: string; b: string; c: string }[]>`
    with first as (select visitor_no, occurred_at, seq from events where name = ${names[0] ?? ""}
                     and occurred_at >= ${range.from} and occurred_at < ${range.to}),
      second as (select distinct f.visitor_no, f.occurred_at as entered, e.occurred_at, e.seq from first f
                   join events e on e.visitor_no = f.visitor_no and e.name = ${names[1] ?? ""}
                     and (e.occurred_at, e.seq) > (f.occurred_at, f.seq) and e.occurred_at <= f.occurred_at + interval '1 day'),
      third as (select distinct s.visitor_no from second s
                  join events e on e.visitor_no = s.visitor_no and e.name = ${names[2] ?? ""}
                    and (e.occurred_at, e.seq) > (s.occurred_at, s.seq) and e.occurred_at <= s.entered + interval '1 day')
    select (select count(distinct visitor_no) from first) as a, (select count(distinct visitor_no) from second) as b,
      (select count(*) from third) as c`;
  return [Number(row?.a), Number(row?.b), Number(row?.c)];
};

const { scope, end } = await throwAwayProject();
try {
  const map = importMap.parse(JSON.parse(fs.readFileSync("examples/rees46.map.json", "utf8")));
  const startedAt = performance.now();
  const { accepted, rejectedTotal } = await importFile(scope, { file, map });
  const importMs = performance.now() - startedAt;
  console.log(`import: ${accepted} events, ${rejectedTotal} rejected, ${(importMs / 1000).toFixed(2)} s`);
  await saveGoals(
    scope,
    goalDefinition.array().parse(JSON.parse(fs.readFileSync("examples/rees46.goals.json", "utf8")).goals),
  );

  const coldAt = performance.now();
  await askAll(scope, overview);
  console.log(`overview, first answer (reads the log): ${(performance.now() - coldAt).toFixed(0)} ms`);
  console.log(`overview: ${words(await timed(30, () => askAll(scope, overview)))}`);
  const ours = await timed(30, () => askAll(scope, [funnel]));
  console.log(`funnel: ${words(ours)}`);
  const owner = postgres(env.databaseOwnerUrl ?? "", { max: 1 });
  await owner`create index on events (project_id, name, visitor_no, occurred_at, seq)`;
  await owner`analyze events`;
  await owner.end();
  const theirs = await timed(10, () => withTenantSnapshot(scope, peerSql));
  const counts = await withTenantSnapshot(scope, peerSql);
  const [answer] = await askAll(scope, [funnel]);
  console.log(
    `funnel by joins in Postgres: ${words(theirs)}; ${(theirs.median / ours.median).toFixed(1)} times ours`,
  );
  console.log(`steps: ours ${answer.steps.map((step) => step.reached).join(" ")}, joins ${counts.join(" ")}`);

  const fresh = Array.from({ length: 1000 }, (_, i) => ({
    type: "track",
    event: "Product Viewed",
    anonymousId: `fresh ${i}`,
    timestamp: "2019-10-01T12:00:00Z",
  }));
  await appendEvents(scope, "secret", fresh);
  const tailAt = performance.now();
  await askAll(scope, [funnel]);
  console.log(`funnel, first answer after 1,000 new events: ${(performance.now() - tailAt).toFixed(1)} ms`);
} finally {
  await end();
}
