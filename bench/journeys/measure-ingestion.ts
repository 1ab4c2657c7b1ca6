import postgres from "postgres";
import type { OrgScope, ProjectScope } from "@/db/scope";
import { env } from "@/lib/env";
import { createKey } from "@/lib/tenancy/keys-store";
import { createProject } from "@/lib/tenancy/organisations-store";
import { startServer } from "../given-server";
import { load, type RequestSource } from "../http-load";
import { median } from "../median";
import { wireEvents } from "../wire-events";
import { atLeast, type Fact } from "./fact";
import type { Folded } from "./fold";
import { inChild } from "./in-child";

const port = 3986;
const mostCopied = 3_000_000;
/** A log comes in many transactions, and what one of them wrote is folded at once. */
const copiedAtOnce = 20_000;

/** A project whose log waits to be folded: the first rows of another one's. */
const copyLog = async (from: ProjectScope, to: ProjectScope): Promise<void> => {
  const owner = postgres(env.databaseOwnerUrl ?? "", { max: 1 });
  const columns =
    "message_id, visitor_no, occurred_at, name, session_id, host, path, title, referrer, utm_source, utm_medium, utm_campaign, country, device, browser, os, language, properties";
  for (let seq = 0; seq < mostCopied; seq += copiedAtOnce)
    await owner.unsafe(
      `insert into events (project_id, ${columns}) select $1, ${columns} from events where project_id = $2 and seq > $3 and seq <= $4`,
      [to.projectId, from.projectId, seq, seq + copiedAtOnce],
    );
  await owner.end();
};

const slice = async (source: RequestSource): Promise<number> => {
  const { events, seconds, failures } = await load(port, source, { connections: 64, seconds: 2 });
  if (failures > 0) throw new Error(`${failures} requests failed.`);
  return events / seconds;
};

/**
 * Events stored a second over HTTP, one by one, while a process beside folds a large log of the same database, and
 * while none does. Sender, app, database and folding share this machine.
 */
export const measureIngestion = async (org: OrgScope, filled: ProjectScope): Promise<Fact[]> => {
  const project = (name: string) => createProject(org, { name, timezone: "UTC", currency: "EUR" });
  const [{ scope: backlog }, { scope: sentTo }] = [await project("Backlog"), await project("Sent to")];
  await copyLog(filled, backlog);
  const { secret } = await createKey(sentTo, { kind: "write", name: "Bench", scopes: ["ingest"] });
  const app = await startServer(env.dataDir, port, { ROLE: "ingest" });
  try {
    const source = wireEvents("/v1/track", secret, { size: 1, templates: 500 });
    await slice(source);
    const [without, during]: [number[], number[]] = [[], []];
    while (without.length < 5) without.push(await slice(source));
    let over = false;
    const folding = inChild<Folded>("fold", { projectId: backlog.projectId }).finally(() => {
      over = true;
    });
    while (!over) during.push(await slice(source));
    const { seconds } = await folding;
    // The last slice was partly without.
    if (during.length > 1) during.pop();
    const [rate, alone] = [median(during), median(without)];
    const words = ` (${Math.round(rate)} events/s of ${Math.round(alone)}; folded in ${seconds.toFixed(1)} s)`;
    return [atLeast("ingestion while compaction runs beside", (rate / alone) * 100, 80, " %", words)];
  } finally {
    await app.end();
  }
};
