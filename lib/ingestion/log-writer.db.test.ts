import { describe, expect, it, onTestFinished } from "vitest";
import type { RawTx } from "@/db/tenant";
import { asOtherProcess } from "@/db/testing/as-other-process";
import { asOwner } from "@/db/testing/as-owner";
import { givenProject, type Site, track, uniqueName } from "@/db/testing/given-project";
import { disturb, untilSomebodyWaits } from "@/db/testing/lock-queue";

/** Makes the database refuse this user's id, for as long as the test runs. */
const refuseUser = async (user: string): Promise<void> => {
  const sql = asOwner();
  const name = `refuses_${user}`;
  await sql.unsafe(`alter table visitor_ids add constraint ${name} check (id <> 'u:${user}') not valid`);
  onTestFinished(async () => {
    await sql.unsafe(`alter table visitor_ids drop constraint ${name}`);
  });
};

/** Another process is writing to the project while `run` goes on. */
const whileBusy = async (site: Site, run: (holder: RawTx) => Promise<void>): Promise<void> =>
  await asOtherProcess(1).inTenant(site.scope, async (tx) => {
    await tx`select 1 from visitor_counters where project_id = ${site.scope.projectId} for update`;
    await run(tx);
  });

const failureOf = (sending: Promise<unknown>): Promise<unknown> =>
  sending.then(
    () => "stored",
    (error: unknown) => (error as { code: unknown }).code,
  );

describe("a request that the database refuses", () => {
  it("takes no other request down, neither of its own project nor of another", async () => {
    const [site, other] = await Promise.all([givenProject(), givenProject()]);
    const user = uniqueName("user").replace(" ", "_");
    await refuseUser(user);
    const refused = () => site.send([track("ada", "Refused", { userId: user })]);
    const requests = [
      site.send([track("ada", "Alone")]),
      other.send([track("ada", "One"), track("bob", "Two")]),
      refused(),
      site.send([track("ada", "Three")]),
      other.send([track("eve", "Four")]),
      refused(),
      other.send([track("eve", "Five")]),
    ];
    expect(await Promise.all(requests.map(failureOf))).toEqual([
      "stored",
      "stored",
      "23514",
      "stored",
      "stored",
      "23514",
      "stored",
    ]);
    expect((await site.stored()).map(({ name }) => name)).toEqual(["Alone", "Three"]);
    expect((await other.stored()).map(({ name }) => name)).toEqual(["One", "Two", "Four", "Five"]);
  });

  it("left nothing behind: the same ids are accepted once the database takes them", async () => {
    const site = await givenProject();
    const user = uniqueName("user").replace(" ", "_");
    const events = [
      track("ada", "Good", { messageId: "good" }),
      track("ada", "Refused", { messageId: "bad", userId: user }),
    ];
    await refuseUser(user);
    expect(await failureOf(site.send(events))).toBe("23514");
    expect(await site.stored()).toEqual([]);
    const others = events.map((event, n) => (n === 1 ? { ...event, userId: "somebody else" } : event));
    expect(await site.send(others)).toMatchObject({ accepted: 2, duplicates: 0 });
  });
});

describe("a write whose connection", () => {
  it("is ended by the server is tried again at once and stored once", async () => {
    const site = await givenProject();
    let sending: Promise<unknown> = Promise.resolve();
    await whileBusy(site, async (holder) => {
      sending = site.send([track("ada", "Seen")]);
      await disturb(holder, await untilSomebodyWaits(holder), "terminate");
    });
    expect(await sending).toMatchObject({ accepted: 1, duplicates: 0 });
    expect(await site.stored()).toHaveLength(1);
  });

  it("waits too long is unavailable, and so is everything in its group, without waiting again for each", async () => {
    const site = await givenProject();
    let outcomes: Promise<unknown[]> = Promise.resolve([]);
    await whileBusy(site, async (holder) => {
      const first = site.send([track("ada", "First")]);
      const pids = await untilSomebodyWaits(holder);
      const group = Array.from({ length: 10 }, (_, n) => site.send([track(`visitor ${n}`, "Together")]));
      outcomes = Promise.all([first, ...group].map(failureOf));
      await disturb(holder, pids, "cancel");
      expect(await failureOf(first)).toBe("unavailable");
      await disturb(holder, await untilSomebodyWaits(holder), "cancel");
      expect(await outcomes).toEqual(Array(11).fill("unavailable"));
    });
    expect(await site.send([track("ada", "Afterwards")])).toMatchObject({ accepted: 1 });
    expect((await site.stored()).map(({ name }) => name)).toEqual(["Afterwards"]);
  });
});
