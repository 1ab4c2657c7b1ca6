import { expect, it } from "vitest";
import { givenDatabaseProxy } from "@/db/testing/given-database-proxy";
import { givenProject } from "@/db/testing/given-project";
import { expectNothingLost } from "../testing/expect-nothing-lost";
import { givenApp } from "../testing/given-app";
import { givenLoad } from "../testing/given-load";

const losses = 20;

// The app of this file reaches its database through the proxy.
const proxy = await givenDatabaseProxy();

it("stores once what is sent again because the answer to COMMIT was lost", async () => {
  const sites = [await givenProject(), await givenProject()];
  const keys = await Promise.all(sites.map((site) => site.writeKey()));
  const app = await givenApp();
  await app.start();
  const load = givenLoad({ port: app.port, keys }, 50);
  for (let n = 0; n < losses; n++) {
    await load.untilAnswered();
    await proxy.loseNextCommit();
  }
  await load.untilAnswered();
  const tally = await load.finish();
  console.log(`${losses} × COMMIT without its answer: ${await expectNothingLost(sites, tally)}`);
  // Each loss took the answers of several requests along.
  expect(tally.duplicates).toBeGreaterThan(losses);
  expect(tally.accepted + tally.duplicates).toBe(tally.sent.size);
  expect([...tally.statuses.keys()].filter((status) => status !== 200 && status !== 503)).toEqual([]);
});
