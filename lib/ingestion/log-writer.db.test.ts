import { describe, expect, it, onTestFinished, vi } from "vitest";
import { nilUuid } from "@/db/nil-uuid";
import { type RawTx, withTenantSnapshot } from "@/db/tenant";
import { asOtherProcess } from "@/db/testing/as-other-process";
import { asOwner } from "@/db/testing/as-owner";
import { givenProject, type Site, track, uniqueName } from "@/db/testing/given-project";
import { disturb, untilSomebodyWaits } from "@/db/testing/lock-queue";
import { countRefusal } from "./store";

/** Makes the database refuse this user's id, for as long as the test runs. */
const refuseUser = async (user: string): Promise<void> => {
  const sql = asOwner();
  const name = `refuses_${user}`;
  await sql.unsafe(`alter table visitor_ids add constraint ${name} check (id <> 'u:${user}') not valid`);
  onTestFinished(async () => {
    await sql.unsafe(`alter table visitor_ids drop constraint ${name}`);
  });
};

const rejectsOf = ({ scope }: Site) =>
  withTenantSnapshot(scope, async (tx) => [
    ...(await tx`select code, message_id, event_name from rejected_events order by code, message_id`),
  ]);

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

describe("an event that the database refuses", () => {
  it("is kept aside and explained, and takes nothing else down, of its own request or of others", async () => {
    const [site, other] = await Promise.all([givenProject(), givenProject()]);
    const user = uniqueName("user").replace(" ", "_");
    await refuseUser(user);
    const refused = { messageId: "bad", userId: user };
    const good = (n: number) => Array.from({ length: n }, (_, i) => track("ada", `Good ${i}`));
    const results = await Promise.all([
      site.send([track("ada", "Alone")]),
      other.send([track("ada", "One"), track("bob", "Two")]),
      site.send([...good(5), track("ada", "Refused", refused), ...good(4), { type: "purchase" }]),
      other.send([track("eve", "Three")]),
    ]);
    expect(results).toMatchObject([
      { accepted: 1, rejected: [] },
      { accepted: 2, rejected: [] },
      {
        accepted: 9,
        rejected: expect.arrayContaining([
          expect.objectContaining({ index: 5, messageId: "bad", code: "refused_by_database" }),
          expect.objectContaining({ index: 10, code: "unknown_type" }),
        ]),
      },
      { accepted: 1, rejected: [] },
    ]);
    expect((await site.stored()).map(({ name }) => name).sort()).toEqual(
      ["Alone", ...[...good(5), ...good(4)].map((event) => (event as { event: string }).event)].sort(),
    );
    expect((await other.stored()).map(({ name }) => name)).toEqual(["One", "Two", "Three"]);
    expect(await rejectsOf(site)).toEqual([
      { code: "refused_by_database", message_id: "bad", event_name: "Refused" },
      { code: "unknown_type", message_id: null, event_name: "purchase" },
    ]);
    expect(await rejectsOf(other)).toEqual([]);
  });

  it("left nothing behind: the same id is accepted once the database takes it", async () => {
    const site = await givenProject();
    const user = uniqueName("user").replace(" ", "_");
    const event = { ...track("ada", "Refused", { messageId: "bad" }), userId: user };
    await refuseUser(user);
    expect(await site.send([event])).toMatchObject({
      accepted: 0,
      rejected: [{ code: "refused_by_database" }],
    });
    expect(await site.stored()).toEqual([]);
    expect(await site.send([{ ...event, userId: "somebody else" }])).toMatchObject({
      accepted: 1,
      duplicates: 0,
    });
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

it("a request may be turned away while too much waits: that it is not counted is no trouble of the sender", async () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  onTestFinished(() => said.mockRestore());
  const site = await givenProject();
  await site.send([track("ada", "Before")]);
  let sending: Promise<unknown> = Promise.resolve();
  await whileBusy(site, async () => {
    const sent = Array.from({ length: 1_100 }, (_, n) =>
      failureOf(site.send([track(`visitor ${n}`, "Seen")])),
    );
    sending = Promise.all(sent);
    expect(await Promise.race(sent)).toBe("unavailable");
    expect(() => countRefusal(site.scope, nilUuid, "limited")).not.toThrow();
    await vi.waitFor(() =>
      expect(said).toHaveBeenCalledWith("A refusal was not counted:", expect.anything()),
    );
  });
  await sending;
});

describe("a project that somebody else has locked", () => {
  it("keeps others waiting only while these are few", async () => {
    const [locked, other] = await Promise.all([givenProject(), givenProject()]);
    await whileBusy(locked, async (holder) => {
      const ended: string[] = [];
      const first = failureOf(locked.send([track("ada", "Seen")])).then(() => ended.push("locked"));
      await untilSomebodyWaits(holder);
      const crowd = Array.from({ length: 24 }, (_, n) => other.send([track(`visitor ${n}`, "Seen")]));
      await Promise.all(crowd);
      expect(ended).toEqual([]);
      await first;
    });
    expect(await other.stored()).toHaveLength(24);
  });

  it("is unavailable after a second, and keeps no other project of its group waiting longer", async () => {
    const [locked, other] = await Promise.all([givenProject(), givenProject()]);
    await whileBusy(locked, async () => {
      const outcomes = await Promise.all(
        [locked, other, locked, other].map((site, n) =>
          failureOf(site.send([track(`visitor ${n}`, "Seen")])),
        ),
      );
      expect(outcomes).toEqual(["unavailable", "stored", "unavailable", "stored"]);
    });
    expect(await locked.send([track("ada", "Afterwards")])).toMatchObject({ accepted: 1 });
    expect(await other.stored()).toHaveLength(2);
  });
});
