import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { givenProject, type Site } from "@/db/testing/given-project";
import { expectNothingLost } from "../testing/expect-nothing-lost";
import { type App, givenApp } from "../testing/given-app";
import { givenLoad } from "../testing/given-load";

const kills = 20;
const restarts = 10;
const senders = 50;

let app: App;
let sites: Site[];
let keys: string[];

beforeAll(async () => {
  app = await givenApp();
});

const givenSites = async (): Promise<void> => {
  sites = [await givenProject(), await givenProject()];
  keys = await Promise.all(sites.map((site) => site.writeKey()));
};

it(`loses nothing when the app is killed ${kills} times`, async () => {
  await givenSites();
  await app.start();
  const load = givenLoad({ port: app.port, keys }, senders);
  for (const livesForMs of fc.sample(fc.integer({ min: 50, max: 500 }), { numRuns: kills, seed: 1 })) {
    await load.untilAnswered();
    await sleep(livesForMs);
    await app.kill();
    await app.start();
  }
  const tally = await load.finish();
  console.log(`${kills} × kill -9 of the app: ${await expectNothingLost(sites, tally)}`);
  expect([...tally.statuses.keys()].filter((status) => ![0, 200, 503].includes(status))).toEqual([]);
});

it(`loses nothing in ${restarts} orderly restarts`, async () => {
  await givenSites();
  if (!app.running()) await app.start();
  const load = givenLoad({ port: app.port, keys }, senders);
  const codes: (number | null)[] = [];
  for (let n = 0; n < restarts; n++) {
    await load.untilAnswered();
    codes.push(await app.stop());
    await app.start();
  }
  const tally = await load.finish();
  console.log(`${restarts} × SIGTERM: ${await expectNothingLost(sites, tally)}`);
  expect(codes).toEqual(Array(restarts).fill(0));
  expect([...tally.statuses.keys()].filter((status) => ![0, 200, 503].includes(status))).toEqual([]);
});
