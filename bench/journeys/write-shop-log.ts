import fs from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import postgres from "postgres";
import type { ProjectScope } from "@/db/scope";
import { env } from "@/lib/env";
import { type LoggedEvent, shopLog } from "./shop-log";

/** Rows that one transaction writes: many, yet as several transactions, as a log has them. */
const rowsAtOnce = 100_000;

const columns = [
  "project_id",
  "seq",
  "message_id",
  "visitor_no",
  "occurred_at",
  "name",
  "session_id",
  "host",
  "path",
  "title",
  "referrer",
  "utm_source",
  "utm_medium",
  "utm_campaign",
  "country",
  "device",
  "browser",
  "os",
  "language",
  "properties",
];

const none = "\\N";

const logLine = (projectId: string, { seq, visitorNo, event, profile }: LoggedEvent): string => {
  const { campaign } = event;
  const { country, device, browser, os } = profile;
  const from = campaign
    ? `${campaign.source}\t${campaign.medium}\t${campaign.campaign}`
    : `${none}\t${none}\t${none}`;
  return (
    `${projectId}\t${seq}\tm${seq}\t${visitorNo}\t${new Date(event.at).toISOString()}\t${event.name}\t${event.session}\t` +
    `shop.example\t${event.path}\t${event.title}\t${event.referrer ?? none}\t${from}\t${country}\t${device}\t${browser}\t${os}\ten\t${event.properties}\n`
  );
};

/** The same row as `peerColumns` name it. */
const peerLine = ({ seq, visitorNo, event, profile }: LoggedEvent): string =>
  `${visitorNo}\t${event.at}\t${seq}\t${event.name}\t${profile.country}\t${profile.device}\t${profile.browser}\t${profile.os}\t` +
  `${event.path}\t${event.session}\t${event.price === null ? none : event.price.toFixed(2)}\n`;

/** Up to `rowsAtOnce` rows of the log as text, in pieces; the peers get theirs on the way. */
const takeRows = function* (log: Generator<LoggedEvent>, projectId: string, peers: number | undefined) {
  let [lines, peerLines] = ["", ""];
  for (let i = 1; i <= rowsAtOnce; i++) {
    const { value, done } = log.next();
    if (!done) {
      lines += logLine(projectId, value);
      peerLines += peerLine(value);
    }
    if (!done && i < rowsAtOnce && lines.length < 1 << 18) continue;
    if (peers !== undefined) fs.writeSync(peers, peerLines);
    if (lines) yield Buffer.from(lines);
    if (done) return;
    [lines, peerLines] = ["", ""];
  }
};

/**
 * Writes a shop's log into a project as the owner of the database, without the message ids that ingestion keeps, and
 * into `peerFile`. The project has to be empty, and the only one that ever got events.
 */
export const writeShopLog = async (
  { projectId }: ProjectScope,
  { events, peerFile }: { events: number; peerFile?: string },
): Promise<{ visitors: number }> => {
  const owner = postgres(env.databaseOwnerUrl ?? "", { max: 1, onnotice: () => {} });
  const peers = peerFile ? fs.openSync(peerFile, "w") : undefined;
  try {
    const log = shopLog(events);
    for (let written = 0; written < events; written += rowsAtOnce)
      await owner.begin(async (tx) => {
        const into = await tx.unsafe(`copy events (${columns.join(", ")}) from stdin`).writable();
        await pipeline(Readable.from(takeRows(log, projectId, peers)), into);
      });
    await owner`select setval('event_seq', (select max(seq) from events))`;
    const [row] = await owner<{ visitors: number }[]>`
      insert into visitor_counters (project_id, next_no)
      select project_id, max(visitor_no) + 1 from events where project_id = ${projectId} group by project_id
      on conflict (project_id) do update set next_no = excluded.next_no
      returning next_no - 1 as visitors`;
    return { visitors: row?.visitors ?? 0 };
  } finally {
    if (peers !== undefined) fs.closeSync(peers);
    await owner.end();
  }
};
