import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { appLogin, databaseName, loginUrl, ownerLogin, readOrCreateLogins } from "@/db/embedded/logins";
import { inspectPostmaster } from "@/db/embedded/postmaster-state";
import { asOwner } from "@/db/testing/as-owner";
import { givenProject, type Site } from "@/db/testing/given-project";
import { env } from "@/lib/env";
import { expectNothingLost } from "../testing/expect-nothing-lost";
import { type App, givenApp } from "../testing/given-app";
import { givenLoad, type Load, type Tally } from "../testing/given-load";

const backWithinMs = 10_000;
const worksForMs = 100;
const senders = 30;

// A server of its own, started and watched by the app as with `npm start`: the other tests keep theirs.
const home = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "tributary-faults-"));
const cluster = path.join(home, "postgres");
let app: App;

beforeAll(async () => {
  fs.chmodSync(home, 0o755);
  app = await givenApp({ DATA_DIR: home, DATABASE_URL: "", DATABASE_OWNER_URL: "" });
  await app.start();
  const { port } = postmaster();
  const { ownerPassword, appPassword } = readOrCreateLogins(`${cluster}.logins.json`);
  env.setDatabase({
    appUrl: loginUrl(appLogin, appPassword, port, databaseName),
    ownerUrl: loginUrl(ownerLogin, ownerPassword, port, databaseName),
  });
});

afterAll(async () => {
  await app.kill();
  process.kill(postmaster().pid, "SIGQUIT");
  await vi.waitUntil(() => inspectPostmaster(cluster).kind === "none", { timeout: backWithinMs });
  fs.rmSync(home, { recursive: true, force: true, maxRetries: 10 });
});

const postmaster = (): { pid: number; port: number } => {
  const state = inspectPostmaster(cluster);
  if (state.kind !== "ready") throw new Error(`PostgreSQL is ${state.kind}.`);
  return state;
};

const backendsOfApp = (): Promise<{ pid: number }[]> =>
  asOwner()<{ pid: number }[]>`
    select pid from pg_stat_activity where application_name in ('tributary ingest', 'tributary app') order by pid`;

const ask = async <T>(question: () => Promise<T>): Promise<T> =>
  vi.waitFor(question, { timeout: backWithinMs, interval: 20 });

/** Ends one connection of the app after the other, in the middle of whatever it does. */
const endEachBackend = async (): Promise<void> => {
  for (const { pid } of await ask(backendsOfApp)) await asOwner()`select pg_terminate_backend(${pid})`;
};

const killOneBackend = async (): Promise<void> => {
  const [backend] = await ask(backendsOfApp);
  if (backend) process.kill(backend.pid, "SIGKILL");
};

/** Returns when another one runs in its place: connections of the old one may store something after its end. */
const killPostmaster = async (signal: NodeJS.Signals): Promise<void> => {
  const { pid } = await ask(async () => postmaster());
  process.kill(pid, signal);
  await ask(async () => expect(postmaster().pid).not.toBe(pid));
};

/** Lets it happen a few times under load; answers after how many ms events were stored again. */
const repeat = async (load: Load, times: number, fault: () => Promise<void>): Promise<number[]> => {
  const outages: number[] = [];
  for (let n = 0; n < times; n++) {
    await load.untilAnswered();
    await sleep(worksForMs);
    const begunAt = performance.now();
    await fault();
    await load.untilAnswered();
    outages.push(Math.round(performance.now() - begunAt));
  }
  return outages;
};

const given = async (): Promise<{ sites: Site[]; load: Load }> => {
  const sites = [await givenProject(), await givenProject()];
  const keys = await Promise.all(sites.map((site) => site.writeKey()));
  return { sites, load: givenLoad({ port: app.port, keys }, senders) };
};

const expectOnlyPassingTrouble = ({ statuses }: Tally): void => {
  expect([...statuses.keys()].filter((status) => status !== 200 && status !== 503)).toEqual([]);
  expect(app.running()).toBe(true);
};

it("loses nothing when PostgreSQL or its connections are killed, and goes on by itself", async () => {
  const { sites, load } = await given();
  const outages = {
    "each connection ended": await repeat(load, 5, endEachBackend),
    "a connection killed": await repeat(load, 2, killOneBackend),
    "stopped at once": await repeat(load, 2, () => killPostmaster("SIGQUIT")),
    "kill -9": await repeat(load, 3, () => killPostmaster("SIGKILL")),
  };
  const tally = await load.finish();
  const facts = await ask(() => expectNothingLost(sites, tally));
  const times = Object.entries(outages).map(([fault, ms]) => `${fault} ${ms.join(", ")} ms`);
  console.log(`PostgreSQL, until the next 200: ${times.join("; ")}. ${facts}`);
  expectOnlyPassingTrouble(tally);
  expect(Math.max(...Object.values(outages).flat())).toBeLessThan(backWithinMs);
});

/** Checks that nothing is acknowledged meanwhile; answers after how many ms the first event after the end was stored. */
const whileItCannotWrite = async (
  load: Load,
  begin: () => Promise<unknown>,
  end: () => Promise<unknown>,
): Promise<number> => {
  await load.untilAnswered();
  await begin();
  const { acknowledged, statuses } = load.tally;
  const untilRefused = async (times: number): Promise<void> => {
    const wanted = (statuses.get(503) ?? 0) + times;
    await vi.waitUntil(() => (statuses.get(503) ?? 0) >= wanted, { timeout: backWithinMs });
  };
  // What was under way at that moment may still have been stored.
  await untilRefused(2 * senders);
  const before = acknowledged.size;
  await untilRefused(3 * senders);
  expect(acknowledged.size).toBe(before);
  await end();
  return Math.round(await load.untilAnswered());
};

it("acknowledges nothing while the database is read-only or its disk is full, and goes on afterwards", async () => {
  const { sites, load } = await given();
  const sql = asOwner();
  const setReadOnly = async (value: "on" | "off"): Promise<void> => {
    await sql.unsafe(`alter system set default_transaction_read_only = ${value}`);
    await sql`select pg_reload_conf()`;
  };
  const readOnly = await whileItCannotWrite(
    load,
    () => setReadOnly("on"),
    () => setReadOnly("off"),
  );
  await sql.unsafe(`
    create function disk_is_full() returns trigger language plpgsql as
      $$ begin raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$;
    create trigger disk_is_full before insert on event_ids for each statement execute function disk_is_full();
    alter table event_ids disable trigger disk_is_full`);
  const diskFull = await whileItCannotWrite(
    load,
    () => sql`alter table event_ids enable trigger disk_is_full`,
    () => sql`alter table event_ids disable trigger disk_is_full`,
  );
  const tally = await load.finish();
  const facts = await expectNothingLost(sites, tally);
  console.log(`Until the next 200: read-only ${readOnly} ms, disk full ${diskFull} ms. ${facts}`);
  expectOnlyPassingTrouble(tally);
  expect(Math.max(readOnly, diskFull)).toBeLessThan(backWithinMs);
});
