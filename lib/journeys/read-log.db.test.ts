import { describe, expect, it } from "vitest";
import type { RawTx } from "@/db/tenant";
import { asOtherProcess } from "@/db/testing/as-other-process";
import { givenProject, type Site, track } from "@/db/testing/given-project";
import { ProjectLog } from "./project-log";
import { readLog, start } from "./read-log";

/** A reader that follows one project's log. */
const reader = (site: Site) => {
  const log = new ProjectLog(1_800_000);
  let position = start;
  const names = () =>
    Array.from({ length: log.count }, (_, row) => log.name.values[log.name.codes[row] ?? 0]);
  return {
    log,
    names,
    /** Brings the log up to date and answers the names of its events in order of reading. */
    refresh: async (...fields: string[]) => {
      position = await readLog(site.scope, log, position, fields);
      return names();
    },
  };
};

/** Holds a transaction open between two steps; it commits when the second is done. */
const inTwoSteps = async (
  site: Site,
  first: (tx: RawTx) => Promise<unknown>,
  second: (tx: RawTx) => Promise<unknown> = async () => {},
): Promise<() => Promise<void>> => {
  let goOn = () => {};
  const going = new Promise<void>((go) => {
    goOn = go;
  });
  let reached = () => {};
  const halfway = new Promise<void>((half) => {
    reached = half;
  });
  const done = asOtherProcess(1).inTenant(site.scope, async (tx) => {
    await first(tx);
    reached();
    await going;
    await second(tx);
  });
  await Promise.race([halfway, done]);
  return async () => {
    goOn();
    await done;
  };
};

const insert = (site: Site, name: string) => async (tx: RawTx) =>
  await tx`insert into events (project_id, message_id, visitor_no, occurred_at, name, properties)
    values (${site.scope.projectId}, ${name}, 1, now(), ${name}, '{}')`;

const takeTransactionId = async (tx: RawTx) => await tx`select pg_current_xact_id()`;

describe("following the log", () => {
  it("reads what is new, in the order it was written, and nothing twice", async () => {
    const site = await givenProject();
    const { refresh, log } = reader(site);
    expect(await refresh()).toEqual([]);
    await site.send([track("ada", "One"), track("bob", "Two")]);
    expect(await refresh()).toEqual(["One", "Two"]);
    expect(await refresh()).toEqual(["One", "Two"]);
    await site.send([track("ada", "Three")]);
    expect(await refresh()).toEqual(["One", "Two", "Three"]);
    expect(new Set(log.seq.subarray(0, log.count)).size).toBe(3);
  });

  it("loses no row whose transaction began first and committed last", async () => {
    const site = await givenProject();
    const { refresh } = reader(site);
    const commit = await inTwoSteps(site, insert(site, "Began first"));
    await site.send([track("ada", "Overtook")]);
    expect(await refresh()).toEqual(["Overtook"]);
    await commit();
    expect(await refresh()).toEqual(["Overtook", "Began first"]);
    expect(await refresh()).toHaveLength(2);
  });

  it("loses no row that was written late by a transaction with an early number", async () => {
    const site = await givenProject();
    const { refresh } = reader(site);
    const commit = await inTwoSteps(site, takeTransactionId, insert(site, "Late row, early number"));
    await site.send([track("ada", "Overtook")]);
    expect(await refresh()).toEqual(["Overtook"]);
    await commit();
    expect(await refresh()).toEqual(["Overtook", "Late row, early number"]);
    expect(await refresh()).toHaveLength(2);
  });

  it("loses no row with an early number that a later transaction had to wait for", async () => {
    const site = await givenProject();
    const { refresh } = reader(site);
    const commitEarly = await inTwoSteps(site, takeTransactionId, insert(site, "Early"));
    const commitLate = await inTwoSteps(site, insert(site, "Late"));
    expect(await refresh()).toEqual([]);
    await commitEarly();
    expect(await refresh()).toEqual(["Early"]);
    await commitLate();
    expect(await refresh()).toEqual(["Early", "Late"]);
  });

  it("reads each row once, however long another transaction stays open", async () => {
    const site = await givenProject();
    const { refresh } = reader(site);
    const commit = await inTwoSteps(site, insert(site, "At last"));
    const wanted: string[] = [];
    for (let round = 0; round < 10; round++) {
      wanted.push(`Round ${round}`);
      await site.send([track("ada", `Round ${round}`)]);
      expect(await refresh()).toEqual(wanted);
    }
    await commit();
    expect(await refresh()).toEqual([...wanted, "At last"]);
    expect(await refresh()).toHaveLength(11);
  });

  it("never sees what was rolled back", async () => {
    const site = await givenProject();
    const { refresh } = reader(site);
    const end = await inTwoSteps(site, insert(site, "Undone"), async () => {
      throw new Error("undo");
    });
    await site.send([track("ada", "Kept")]);
    expect(await refresh()).toEqual(["Kept"]);
    await expect(end()).rejects.toThrow("undo");
    expect(await refresh()).toEqual(["Kept"]);
  });
});

describe("columns", () => {
  const odd = 'it\'s "odd" \\ 100% ünïcode';
  const fields = [
    "path",
    "host",
    "query",
    "title",
    "referrer",
    "utm.source",
    "utm.campaign",
    "clickId",
    "country",
    "device",
    "language",
    "property.price",
    "property.nested",
    `property.${odd}`,
    "property.missing",
    "channel",
  ];
  const event = (n: number): object =>
    track(`visitor ${n % 5}`, `Event ${n % 3}`, {
      properties:
        n % 2
          ? { price: n % 4 ? n : String(n), nested: { list: [n % 3, null, "x"] }, [odd]: n % 3 === 0 }
          : { price: null },
      context: {
        locale: n % 3 ? "de-DE" : undefined,
        country: "de",
        device: { type: n % 4 ? "mobile" : "tablet" },
        page: n % 5 ? { url: `https://shop.example/p/${n % 6}?utm_source=mail&gclid=1`, title: "Tea" } : {},
      },
    });
  const events = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => event(from + n));

  const contents = ({ log }: ReturnType<typeof reader>) =>
    Array.from({ length: log.count }, (_, row) =>
      Object.fromEntries(
        fields
          .filter((field) => field !== "channel")
          .map((field) => {
            const { codes, values } = log.column(field);
            const code = codes[row] ?? -1;
            return [field, code < 0 ? undefined : values[code]];
          }),
      ),
    );

  it("loaded when a question asks for them are those loaded from the start", async () => {
    const site = await givenProject();
    const [early, late] = [reader(site), reader(site)];
    await early.refresh(...fields);
    await late.refresh();
    for (const [from, to] of [
      [0, 40],
      [40, 90],
      [90, 100],
    ] as const) {
      await site.send(events(from, to));
      await early.refresh(...fields);
      await late.refresh(...fields.slice(0, Math.ceil((to / 100) * fields.length)));
    }
    await late.refresh(...fields);
    expect(contents(late)).toEqual(contents(early));
    expect(contents(early)[1]).toMatchObject({
      path: "/p/1",
      "utm.source": "mail",
      clickId: "gclid",
      language: "de",
      "property.price": 1,
      "property.nested": { list: [1, null, "x"] },
      [`property.${odd}`]: false,
      "property.missing": undefined,
    });
  });

  it("loaded together with the first row of a new refresh miss neither old rows nor the new one", async () => {
    const site = await givenProject();
    const { refresh, log } = reader(site);
    await site.send([track("ada", "Old", { properties: { size: "S" } })]);
    await refresh();
    await site.send([track("ada", "New", { properties: { size: "L" } })]);
    await refresh("property.size");
    const { codes, values } = log.column("property.size");
    expect([...codes.subarray(0, 2)].map((code) => values[code])).toEqual(["S", "L"]);
  });
});

describe("merges", () => {
  it("that were found after the events were read hold for all of them", async () => {
    const site = await givenProject();
    const { refresh, log } = reader(site);
    await site.send([
      track("ada", "Anonymous"),
      track("-", "As u1", { anonymousId: undefined, userId: "u1" }),
      track("bob", "Somebody else"),
    ]);
    await refresh();
    const visitors = () => [...log.visitor.subarray(0, log.count)];
    expect(visitors()).toEqual([1, 2, 3]);
    await site.send([{ type: "identify", anonymousId: "ada", userId: "u1" }]);
    await refresh();
    expect(visitors()).toEqual([1, 1, 3]);
    await site.send([{ type: "alias", previousId: "bob", userId: "u1" }, track("bob", "Joined")]);
    await refresh();
    expect(visitors()).toEqual([1, 1, 1, 1]);
  });
});
