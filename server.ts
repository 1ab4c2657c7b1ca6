import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type next from "next";
import { closePools } from "@/db/client";
import { startDatabase } from "@/db/start";
import { askedAddressHeader } from "@/lib/auth/asked-address-header";
import { ensureDemo } from "@/lib/demo/ensure-demo";
import { env } from "@/lib/env";
import { isAppError } from "@/lib/errors";
import { handleQuestion } from "@/lib/http/node-mount";
import { handleNodeRequest } from "@/lib/ingestion/http/node-mount";
import { ingestionJobs } from "@/lib/ingestion/upkeep";
import { startJobs } from "@/lib/jobs/run-jobs";
import { checkpointLagMs } from "@/lib/journeys/checkpoint-lag";
import { journeyJobs } from "@/lib/journeys/upkeep";
import { startUpkeepThread } from "@/lib/journeys/upkeep-thread";
import { closeEngine, startEngine } from "@/lib/reports/engine";
import { ensureAuthSecret } from "@/lib/runtime/auth-secret";
import { hasReadablePath } from "@/lib/runtime/has-readable-path";
import { handleHealthRequest, type Phase } from "@/lib/runtime/health-routes";
import { listen } from "@/lib/runtime/listen";
import { createRequestsInFlight } from "@/lib/runtime/requests-in-flight";
import packageJson from "./package.json" with { type: "json" };

/** How long load balancers get to see that this process is no longer ready. */
const drainMs = env.production ? 500 : 0;
const requestsFinishWithinMs = 5_000;

const roles = env.roles;
let phase: Phase = "starting";
const isStopping = () => phase === "stopping";
type PageHandler = (req: IncomingMessage, res: ServerResponse) => Promise<void>;
let handlePage: PageHandler | undefined;

const requests = createRequestsInFlight();

const dispatch = (req: IncomingMessage, res: ServerResponse): void => {
  const { version } = packageJson;
  if (handleHealthRequest(req, res, { phase, version, lagMs: checkpointLagMs })) return;
  if (isStopping()) res.setHeader("connection", "close");
  if (!handlePage) {
    res.writeHead(503, { "content-type": "text/plain", "retry-after": "2" });
    res.end("Tributary is starting.\n");
    return;
  }
  req.headers[askedAddressHeader] = req.url;
  // Events are taken before Next sees them: a route handler there costs twenty times as much.
  if (roles.ingest && handleNodeRequest(req, res)) return;
  if (roles.web && handleQuestion(req, res)) return;
  // Next would call it a failure of its own.
  if (!hasReadablePath(req.url ?? "/")) {
    res.writeHead(400, { "content-type": "text/plain" });
    res.end(
      "This address cannot be read: a % in it is not followed by the code of a letter. Write %25 for a %.\n",
    );
    return;
  }
  void handlePage(req, res);
};

const server = createServer((req, res) => {
  requests.add(res);
  try {
    dispatch(req, res);
  } catch (error) {
    console.error("A request could not be taken:", error);
    if (res.headersSent) res.destroy();
    else res.writeHead(500).end();
  }
});

const fail = (error: unknown): never => {
  console.error(isAppError(error) ? error.message : error);
  process.exit(1);
};

let pages: ReturnType<typeof next> | undefined;

const preparePages = async (): Promise<PageHandler> => {
  ensureAuthSecret();
  startEngine(path.resolve("dist/worker.js"));
  const { default: createPages } = await import("next");
  pages = createPages({ dev: !env.production, dir: process.cwd(), port: env.port, httpServer: server });
  await pages.prepare();
  return pages.getRequestHandler();
};

/** A process with the role `ingest` alone takes events and serves nothing else. */
const noPages: PageHandler = async (_req, res) => {
  res.writeHead(404, { "content-type": "text/plain" }).end("There are no pages here.\n");
};

/** What is done in the background; the work on journeys has a thread of its own. */
const startAllJobs = () => {
  const upkeep = startUpkeepThread(path.resolve("dist/upkeep-worker.js"));
  const jobs = startJobs([...ingestionJobs, ...journeyJobs(upkeep)]);
  return {
    stop: async () => {
      upkeep.hurry();
      await jobs.stop();
      await upkeep.close();
    },
  };
};

const boot = async () => {
  await listen(server, env.port);
  const database = await startDatabase();
  try {
    handlePage = roles.web ? await preparePages() : noPages;
    return { database, jobs: roles.worker ? startAllJobs() : undefined };
  } catch (error) {
    await database.stop();
    throw error;
  }
};

const ensureDemoOrSay = async () => {
  if (!env.demo || !roles.web || isStopping()) return null;
  try {
    return await ensureDemo((message) => console.log(message));
  } catch (error) {
    if (!isStopping()) console.error("The demo could not be created:", error);
    return null;
  }
};

const announce = (demo: Awaited<ReturnType<typeof ensureDemo>>): void => {
  const url = env.publicUrl ?? `http://localhost:${env.port}`;
  console.log(`\nTributary is running at ${url}`);
  if (demo) {
    console.log(
      `Demo:     ${new URL(demo.url, url).href}\nE-mail:   ${demo.email}\nPassword: ${demo.password}`,
    );
  }
};

const stop = async (): Promise<void> => {
  if (isStopping()) return;
  phase = "stopping";
  const { jobs, database } = await booted;
  await sleep(drainMs);
  server.close();
  await requests.settled(requestsFinishWithinMs);
  server.closeAllConnections();
  // One that fails must not keep the rest from closing: the database stops last.
  for (const close of [() => jobs?.stop(), closeEngine, () => pages?.close(), closePools, database.stop]) {
    await Promise.resolve(close()).catch((error: unknown) => console.error(error));
  }
  process.exit(0);
};

process.on("SIGTERM", () => void stop());
process.on("SIGINT", () => void stop());
// A connection that breaks in the background must not take every visitor's request with it.
process.on("unhandledRejection", (error) => console.error("Unhandled:", error));
process.on("uncaughtException", (error) => console.error("Uncaught:", error));

if (!env.limits) console.warn("LIMITS=off: there are no rate limits. This is for tests and benchmarks only.");
const booted = boot().catch(fail);
await booted;
const demo = await ensureDemoOrSay();
if (!isStopping()) {
  phase = "ready";
  announce(demo);
}
