// npm run bench -- ingestion [SECONDS]: how many events a second are stored for good, over HTTP, from this process to
// the built app in another one, with its database on the same machine. They share its cores, so what each of the three
// takes of the processor for an event is said beside how many there were.
import { spawn } from "node:child_process";
import { givenServer, type LoopDelay, processTime } from "./given-server";
import { type LoadResult, load, quantile, type RequestSource } from "./http-load";
import { measurePlainTable } from "./plain-table";
import { wireEvents } from "./wire-events";

const seconds = Number(process.argv[2] ?? 20);
const port = 3985;
const server = await givenServer(port);

/** Loads the server and prints what came of it. Processor time per event tells the cost on a busy machine too. */
const run = async (
  name: string,
  source: RequestSource,
  how: Parameters<typeof load>[2],
  at = port,
): Promise<LoadResult> => {
  const before = server.cpu();
  const result = await load(at, source, how);
  const after = server.cpu();
  const { seconds: took, requests, events, failures, cpu, latencies } = result;
  const perSecond = (count: number) => Math.round(count / took).toLocaleString("en");
  const perEvent = (ms: number) => `${((ms * 1000) / events).toFixed(1)} µs`;
  const ms = (share: number) => `${quantile(latencies, share).toFixed(1)} ms`;
  console.log(
    `${name}: ${perSecond(requests)} requests/s, ${perSecond(events)} events/s; p50 ${ms(0.5)}, p99 ${ms(0.99)}, worst ${ms(1)}; ` +
      `${failures} failures; processor per event: app ${perEvent(after.app - before.app)}, database ${perEvent(after.database - before.database)}, this sender ${perEvent(cpu)}; app ${server.memory().toFixed(0)} MB`,
  );
  return result;
};

const half = ({ requests, seconds: took }: LoadResult): number => requests / took / 2;

const single = (key: string) => wireEvents("/v1/track", key, { size: 1, templates: 500 });

const measureSingle = async (): Promise<number> => {
  await load(port, single(server.writeKey), { connections: 64, seconds: 5 });
  const most = await run("single events, as fast as it goes", single(server.writeKey), {
    connections: 64,
    seconds,
  });
  await run("single events, at half of that", single(server.writeKey), {
    connections: 256,
    seconds,
    perSecond: half(most),
  });
  return most.requests / most.seconds;
};

const measureBatches = async (): Promise<void> => {
  const batched = wireEvents("/v1/batch", server.writeKey, { size: 500 });
  await load(port, batched, { connections: 8, seconds: 5 });
  const most = await run("batches of 500, as fast as it goes", batched, { connections: 8, seconds });
  await run("batches of 500, at half of that", batched, { connections: 32, seconds, perSecond: half(most) });
};

/** What this machine can do when nothing is done with an event: a bare server that parses the body and answers. */
const measureBare = async (fast: number): Promise<void> => {
  const bare = spawn(process.execPath, ["bench/bare-server.mjs", String(port + 2)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise((listening) => bare.stdout.once("data", listening));
  const source = single(server.writeKey);
  await load(port + 2, source, { connections: 64, seconds: 3 });
  const before = processTime(bare.pid);
  const { requests, seconds: took, cpu } = await load(port + 2, source, { connections: 64, seconds });
  const used = processTime(bare.pid) - before;
  bare.kill();
  const perSecond = Math.round(requests / took).toLocaleString("en");
  const perRequest = (ms: number) => `${((ms * 1000) / requests).toFixed(1)} µs`;
  console.log(
    `a bare node:http server: ${perSecond} requests/s, ${(requests / took / fast).toFixed(1)} times as many as are stored; ` +
      `processor per request: server ${perRequest(used)}, this sender ${perRequest(cpu)}`,
  );
};

/** What the database has to do at least: the same rows into a plain table, in groups as of single events and of batches. */
const measurePlainTables = async (): Promise<void> => {
  for (const size of [32, 2_000]) {
    const cost = await measurePlainTable(server.ownerUrl(), size, 50_000);
    console.log(
      `a plain table without an index, ${size} rows at a time: database ${cost.toFixed(1)} µs per event`,
    );
  }
};

/** The same handler behind Next's router, as hosts run it that have nothing but Next. */
const measureNext = async (fast: number): Promise<void> => {
  const stop = await server.beside(port + 1, { ROLE: "web" });
  await load(port + 1, single(server.writeKey), { connections: 64, seconds: 5 });
  const next = await run(
    "single events through Next's router",
    single(server.writeKey),
    { connections: 64, seconds },
    port + 1,
  );
  console.log(
    `node:http takes ${(fast / (next.requests / next.seconds)).toFixed(1)} times as many as Next's router`,
  );
  await stop();
};

/** Asks for a funnel over and over; answers how often, once `isOver`. */
const askOverAndOver = async (key: string, isOver: () => boolean): Promise<number> => {
  const steps = ["Page Viewed", "Product Viewed", "Product Added", "Checkout Started"].map((event) => ({
    event,
  }));
  const to = new Date(Date.now() + 3_600_000).toISOString();
  const from = new Date(Date.now() - 27 * 86_400_000).toISOString();
  let asked = 0;
  while (!isOver()) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/reports/funnel`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}` },
      body: JSON.stringify({ from, to, steps, windowMs: 86_400_000, breakdown: { by: "utm.source" } }),
    });
    if (!answer.ok) throw new Error(await answer.text());
    await answer.arrayBuffer();
    asked++;
  }
  return asked;
};

const inWords = ({ p50, p99, max }: LoopDelay): string =>
  `p50 ${p50.toFixed(1)} ms late, p99 ${p99.toFixed(1)} ms, worst ${max.toFixed(1)} ms`;

const measureBesideReports = async (): Promise<void> => {
  const project = server.newProject("Reports");
  const quiet = { connections: 64, seconds, perSecond: 500 };
  const batched = wireEvents("/v1/batch", project.writeKey, { size: 500 });
  await load(port, batched, { connections: 4, seconds: 10 });
  await server.loopDelay();
  await run("500 single events a second", single(project.writeKey), quiet);
  const alone = await server.loopDelay();
  let over = false;
  const asking = Array.from({ length: 3 }, () => askOverAndOver(project.secretKey, () => over));
  await run("500 single events a second while three reports run", single(project.writeKey), quiet);
  const beside = await server.loopDelay();
  over = true;
  const asked = (await Promise.all(asking)).reduce((sum, count) => sum + count, 0);
  console.log(`${(asked / seconds).toFixed(1)} reports a second were answered meanwhile`);
  console.log(
    `event loop of the thread that takes events: ${inWords(alone)}; beside reports ${inWords(beside)}`,
  );
};

try {
  const fast = await measureSingle();
  await measureBare(fast);
  await measureNext(fast);
  await measureBatches();
  await measurePlainTables();
  await measureBesideReports();
} finally {
  await server.stop();
}
