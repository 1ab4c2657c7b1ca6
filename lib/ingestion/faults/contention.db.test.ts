import { randomUUID } from "node:crypto";
import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, expect, it, onTestFinished, vi } from "vitest";
import { withTenant, withTenantSnapshot } from "@/db/tenant";
import { asOtherProcess } from "@/db/testing/as-other-process";
import { givenIngestionServer } from "@/db/testing/given-ingestion-server";
import { givenProject, type Site, track } from "@/db/testing/given-project";
import { expectNothingLost } from "../testing/expect-nothing-lost";
import { type App, givenApp } from "../testing/given-app";
import { count, emptyTally, givenLoad, post } from "../testing/given-load";

/** More than may wait. */
const requestsAtOnce = 1_500;

let app: App;

beforeAll(async () => {
  app = await givenApp();
  await app.start();
});

/** Somebody else holds what every new visitor of the project needs. */
const whileBlocked = (site: Site, run: () => Promise<void>): Promise<void> =>
  asOtherProcess(1).inTenant(site.scope, async (tx) => {
    await tx`select 1 from visitor_counters where project_id = ${site.scope.projectId} for update`;
    await run();
  });

const quantile = (sorted: readonly number[], share: number): number =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);

const givenAgent = (connections: number): Agent => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  onTestFinished(() => agent.destroy());
  return agent;
};

it("answers within 1.2 s while its connections are blocked", async () => {
  const site = await givenProject();
  const load = givenLoad({ port: app.port, keys: [await site.writeKey()] }, 50);
  await load.untilAnswered();
  await whileBlocked(site, async () => await sleep(3_000));
  await load.untilAnswered();
  const tally = await load.finish();
  const facts = await expectNothingLost([site], tally);
  const took = tally.answers.map(({ ms }) => ms).sort((a, b) => a - b);
  const refused = tally.answers.flatMap(({ status, ms }) => (status === 503 ? ms : [])).sort((a, b) => a - b);
  console.log(
    `Blocked for 3 s: 503 after ${quantile(refused, 0.5)} ms (median), slowest answer ${quantile(took, 1)} ms. ${facts}`,
  );
  expect(refused.length).toBeGreaterThan(0);
  expect(quantile(took, 1)).toBeLessThan(1_200);
});

it("keeps little of what arrives while its connections are blocked", async () => {
  const site = await givenProject();
  const key = await site.writeKey();
  const body = JSON.stringify({
    batch: [track("ada", "Seen", { properties: { text: "x".repeat(32_000) } })],
  });
  const agent = new Agent({ maxSockets: requestsAtOnce });
  const memory: number[] = [];
  await whileBlocked(site, async () => {
    for (let n = 0; n < 3; n++) {
      const flood = Array.from({ length: requestsAtOnce }, () => post(agent, app.port, key, body));
      for (const { status } of await Promise.all(flood)) expect(status).toBe(503);
      memory.push(Math.round(app.memory()));
    }
  });
  console.log(`${requestsAtOnce} requests of 32 kB at once, again and again: memory ${memory.join(", ")} MB`);
  expect(Math.max(...memory)).toBeLessThan(600);
});

it("does not wait for the connections of screens and reports", async () => {
  vi.stubEnv("LIMITS", "off");
  onTestFinished(() => void vi.unstubAllEnvs());
  const site = await givenProject();
  const key = await site.writeKey();
  const { post: send } = await givenIngestionServer();
  const one = () => send("/v1/track", track(randomUUID(), "Seen"), { key });
  await one();
  const busyMs = 3_000;
  const begunAt = performance.now();
  const busy = Promise.all([
    ...Array.from({ length: 16 }, () =>
      withTenant(site.scope, (tx) => tx.execute(sql`select pg_sleep(1.5)`)),
    ),
    ...Array.from({ length: 4 }, () => withTenantSnapshot(site.scope, (tx) => tx`select pg_sleep(1.5)`)),
  ]);
  const took: number[] = [];
  while (performance.now() - begunAt < busyMs - 500) {
    const sentAt = performance.now();
    for (const { status } of await Promise.all([one(), one(), one(), one()])) expect(status).toBe(200);
    took.push(performance.now() - sentAt);
  }
  await busy;
  took.sort((a, b) => a - b);
  console.log(
    `Other pools busy: stored within ${quantile(took, 0.5)} ms (median), ${quantile(took, 0.99)} ms (p99), ${quantile(took, 1)} ms (slowest of ${4 * took.length}).`,
  );
  expect(performance.now() - begunAt).toBeGreaterThan(busyMs - 100);
  expect(quantile(took, 1)).toBeLessThan(1_000);
});

it("stores a storm of the same ids once, through two processes, and says so to everybody", async () => {
  const [rounds, senders, ids] = [20, 50, 200];
  const site = await givenProject();
  const key = await site.writeKey();
  const other = await givenApp();
  await other.start();
  const tally = emptyTally();
  const agent = givenAgent(senders);
  const startedAt = performance.now();
  for (let round = 0; round < rounds; round++) {
    const events = Array.from({ length: ids }, (_, n) => track(`visitor ${round} ${n}`, "Seen"));
    const named = events.map((event) => (event as { messageId: string }).messageId);
    for (const id of named) tally.sent.add(id);
    const shuffled = fc.shuffledSubarray(events, { minLength: ids });
    const bodies = fc
      .sample(shuffled, { numRuns: senders, seed: round })
      .map((batch) => JSON.stringify({ batch }));
    const send = async (body: string, sender: number): Promise<void> => {
      const { port } = sender % 2 === 0 ? app : other;
      count(tally, named, await post(agent, port, key, body), 0);
    };
    await Promise.all(bodies.map(send));
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(
    `Storm of ${rounds} × ${senders} × ${ids} in ${seconds} s: ${await expectNothingLost([site], tally)}`,
  );
  expect([...tally.statuses]).toEqual([[200, rounds * senders]]);
  expect(tally).toMatchObject({
    accepted: rounds * ids,
    duplicates: rounds * (senders - 1) * ids,
    rejected: 0,
  });
});
