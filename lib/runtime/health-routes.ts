import type { IncomingMessage, ServerResponse } from "node:http";
import { type DatabaseHealth, readDatabaseHealth } from "@/db/health";
import { clock } from "@/lib/clock";

export type Phase = "starting" | "ready" | "stopping";

const freshForMs = 1_000;

let latest: { at: number; health: Promise<DatabaseHealth> } | undefined;

/** Load balancers ask often and together: one look at the database serves them all for a moment. */
const databaseHealth = (): Promise<DatabaseHealth> => {
  if (!latest || clock.now() - latest.at > freshForMs) {
    latest = { at: clock.now(), health: readDatabaseHealth() };
  }
  return latest.health;
};

const answer = (res: ServerResponse, ok: boolean, body: object): void => {
  res.writeHead(ok ? 200 : 503, { "content-type": "application/json", "cache-control": "no-store" });
  res.end(JSON.stringify(body));
};

/** What health says beside what it asks of the database; `lagMs` answers null where that is not known. */
type Known = { phase: Phase; version: string; lagMs: () => number | null };

const answerHealth = async (res: ServerResponse, { phase, version, lagMs }: Known): Promise<void> => {
  const rest = { version, checkpointLagMs: lagMs() };
  if (phase !== "ready") return answer(res, false, { status: phase, ...rest, database: null });
  try {
    answer(res, true, { status: "ok", ...rest, database: await databaseHealth() });
  } catch {
    answer(res, false, { status: "down", ...rest, database: null });
  }
};

/**
 * `GET /api/health` (does it work, the database included) and `GET /api/ready` (may it be sent requests: the first to
 * say no when a stop begins). Answers whether the request was one of them.
 */
export const handleHealthRequest = (req: IncomingMessage, res: ServerResponse, known: Known): boolean => {
  if (req.method !== "GET" && req.method !== "HEAD") return false;
  const path = req.url?.split("?", 1)[0];
  if (path === "/api/health") void answerHealth(res, known);
  else if (path === "/api/ready") answer(res, known.phase === "ready", { status: known.phase });
  else return false;
  return true;
};
