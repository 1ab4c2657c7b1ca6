import { expect, it } from "vitest";
import { withTenantSnapshot } from "@/db/tenant";
import { estimateBacklog } from "./estimate-backlog";
import { ownRows } from "./read-state";
import { dice, givenLog, randomEvent, write } from "./testing/given-log";

it("counts what waits in a project by month of occurrence, and how large it is", async () => {
  const { site } = await givenLog(41, 1);
  await givenLog(42);
  const roll = dice(43);
  const march = { ...randomEvent(roll, 5), at: "2027-03-31T23:59:59.999Z", properties: {} };
  const april = { ...march, at: "2027-04-01T00:00:00.000Z", properties: { text: "x".repeat(1_000) } };
  await write(site, [march, march, march, april]);
  const of = (month: string) =>
    withTenantSnapshot(site.scope, (tx) =>
      estimateBacklog(tx, `${ownRows(site.scope)} and occurred_at >= '${month}'`),
    );
  const { byMonth, bytesPerEvent } = await of("2027-01-01");
  expect(byMonth).toEqual(
    new Map([
      [Date.UTC(2027, 2), 3],
      [Date.UTC(2027, 3), 1],
    ]),
  );
  expect((await of("2027-04-01")).bytesPerEvent).toBeGreaterThan(bytesPerEvent + 500);
  expect((await of("2028-01-01")).byMonth).toEqual(new Map());
});
