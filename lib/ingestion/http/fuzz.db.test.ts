import fc from "fast-check";
import { expect, it, onTestFinished, vi } from "vitest";
import { givenProject, type Site } from "@/db/testing/given-project";
import { holdClock } from "@/db/testing/hold-clock";
import { type Ledger, ledgerOf } from "@/db/testing/ledger-of";
import { newKey } from "@/lib/tenancy/key-format";
import { type FuzzedRequest, fuzzedRequest } from "../testing/arbitrary-bodies";
import { handleIngestion } from "./handle-ingestion";
import { ingestionRoute } from "./ingestion-paths";
import type { IngestionRequest, IngestionResponse } from "./request";

const bodies = 100_000;
/** Half of what may wait for the log. */
const lanes = 500;
const madeAtOnce = 2_500;

type Keys = { write: string; secret: string; wrong: string };

const requestOf = ({ key, headers, body }: FuzzedRequest, keys: Keys): IngestionRequest => {
  const inHeader = key === "none" || key === "query" ? undefined : `Bearer ${keys[key]}`;
  const all: Record<string, string | undefined> = { ...headers, authorization: inHeader };
  return {
    method: "POST",
    query: key === "query" ? `writeKey=${keys.write}` : "",
    socketAddress: "203.0.113.7",
    isEncrypted: true,
    header: (name) => all[name] ?? null,
    body: async () => body,
  };
};

type Said = Pick<Ledger, "received" | "accepted" | "duplicate" | "ignored" | "rejected">;

/** What an answer says became of the events of its request. */
const add = (said: Said, { key }: FuzzedRequest, { status, body }: IngestionResponse): void => {
  const isKnown = key !== "wrong" && key !== "none";
  if (status === 400 && isKnown) {
    said.received++;
    said.rejected++;
  }
  if (status !== 200) return;
  const { accepted, duplicates, ignored, rejected } = JSON.parse(body) as {
    accepted: number;
    duplicates: number;
    ignored: number;
    rejected: unknown[];
  };
  said.accepted += accepted;
  said.duplicate += duplicates;
  said.ignored += ignored;
  said.rejected += rejected.length;
  said.received += accepted + duplicates + ignored + rejected.length;
};

const totals = ({ received, accepted, duplicate, ignored, rejected }: Ledger): Said => ({
  received,
  accepted,
  duplicate,
  ignored,
  rejected,
});

const keysOf = async (site: Site): Promise<Keys> => ({
  write: await site.writeKey(),
  secret: await site.secretKey("ingest"),
  wrong: newKey("write"),
});

it(`answers ${bodies} bodies of any kind, and accounts for each event`, async () => {
  vi.stubEnv("LIMITS", "off");
  onTestFinished(() => void vi.unstubAllEnvs());
  holdClock("2026-11-10T12:00:00Z");
  const site = await givenProject();
  const keys = await keysOf(site);
  const said: Said = { received: 0, accepted: 0, duplicate: 0, ignored: 0, rejected: 0 };
  const statuses: Record<number, number> = {};
  const startedAt = performance.now();

  const send = async (sent: FuzzedRequest): Promise<void> => {
    const route = ingestionRoute(sent.path);
    if (!route) throw new Error(`${sent.path} is no address of ingestion.`);
    const answer = await handleIngestion(requestOf(sent, keys), route);
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
    if (answer.status >= 500)
      throw new Error(`${answer.body} to ${sent.path}: ${sent.body.toString("base64")}`);
    add(said, sent, answer);
  };
  function* requests(): Generator<FuzzedRequest> {
    for (let made = 0; made < bodies; made += madeAtOnce)
      yield* fc.sample(fuzzedRequest, { numRuns: Math.min(madeAtOnce, bodies - made), seed: made + 1 });
  }
  const waiting = requests();
  const lane = async (): Promise<void> => {
    for (const sent of waiting) await send(sent);
  };
  await Promise.all(Array.from({ length: lanes }, lane));

  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${bodies} bodies in ${seconds} s: ${JSON.stringify(statuses)}, ${JSON.stringify(said)}`);
  const ledger = await ledgerOf(site);
  expect(totals(ledger)).toEqual(said);
  expect(said.received).toBe(said.accepted + said.duplicate + said.ignored + said.rejected);
  expect(Object.keys(statuses)).toEqual(["200", "400", "401"]);
  expect((await site.stored()).length).toBe(ledger.reasons["accepted event"]);
  for (const count of Object.values(said)) expect(count).toBeGreaterThan(bodies / 100);
});
