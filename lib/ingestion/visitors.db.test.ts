import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type RawTx, withTenantSnapshot } from "@/db/tenant";
import { asOtherProcess } from "@/db/testing/as-other-process";
import { draftsOf, givenProject, type Site, track, writeDrafts } from "@/db/testing/given-project";
import { ledgerOf } from "@/db/testing/ledger-of";
import { untilSomebodyWaits } from "@/db/testing/lock-queue";
import { scanned } from "@/lib/journeys/testing/given-rows";
import { readEverything } from "@/lib/journeys/testing/read-everything";

const identify = (anonymousId: string, userId: string) => ({ type: "identify", anonymousId, userId });
const alias = (previousId: string, userId: string) => ({ type: "alias", previousId, userId });

/** The names of the events, visitor by visitor, as the reports see them. */
const journeys = async (site: Site): Promise<string[][]> => {
  const byVisitor = new Map<number, string[]>();
  for (const { visitor, values } of scanned(await readEverything(site.scope), { fields: ["name"] }))
    byVisitor.set(visitor, [...(byVisitor.get(visitor) ?? []), String(values[0])]);
  return [...byVisitor.values()].map((names) => names.sort()).sort();
};

describe("an anonymous visitor who says who they are", () => {
  it("becomes that user, together with all that was sent before", async () => {
    const site = await givenProject();
    await site.send([track("ada", "Before")]);
    await site.send([identify("ada", "u1")]);
    await site.send([track("ada", "After"), track("phone", "On the phone", { userId: "u1" })]);
    expect(await journeys(site)).toEqual([["After", "Before", "On the phone"]]);
  });

  it("is one visitor with the user, also when both have events already", async () => {
    const site = await givenProject();
    await site.send([track("server", "Renewed", { anonymousId: undefined, userId: "u1" })]);
    await site.send([track("ada", "Viewed")]);
    expect(await journeys(site)).toEqual([["Renewed"], ["Viewed"]]);
    await site.send([identify("ada", "u1")]);
    expect(await journeys(site)).toEqual([["Renewed", "Viewed"]]);
    const range = { from: "2000-01-01", to: "2001-06-01" };
    await site.send([
      track("ada", "Old", { timestamp: "2001-01-01T10:00:00Z" }),
      track("-", "Old", { anonymousId: undefined, userId: "u1", timestamp: "2001-01-01T10:01:00Z" }),
    ]);
    expect(await site.ask("conversions", range)).toMatchObject({ visitors: 1, sessions: 1 });
  });

  it("is one visitor on every device that said so, in whichever order the requests arrive", async () => {
    const site = await givenProject();
    await site.send([track("laptop", "Laptop"), track("phone", "Phone"), track("tablet", "Tablet")]);
    await site.send([identify("phone", "u1"), identify("tablet", "u1")]);
    await site.send([identify("laptop", "u1")]);
    expect(await journeys(site)).toEqual([["Laptop", "Phone", "Tablet"]]);
  });

  it("stays the first user's on a shared computer: the next one links nothing", async () => {
    const site = await givenProject();
    await site.send([
      track("pc", "Anonymous"),
      identify("pc", "u1"),
      track("pc", "As u1", { userId: "u1" }),
      identify("pc", "u2"),
      track("pc", "As u2", { userId: "u2" }),
      track("pc", "Anonymous again"),
    ]);
    expect(await journeys(site)).toEqual([["Anonymous", "Anonymous again", "As u1"], ["As u2"]]);
  });

  it("links nothing by a mere event that names both", async () => {
    const site = await givenProject();
    await site.send([track("pc", "Anonymous"), track("pc", "As u1", { userId: "u1" })]);
    expect(await journeys(site)).toEqual([["Anonymous"], ["As u1"]]);
  });

  it("has the traits of the last identify, each kept until it changes", async () => {
    const site = await givenProject();
    await site.send([{ ...identify("ada", "u1"), traits: { plan: "free", city: "Bonn" } }]);
    await site.send([
      { ...identify("ada", "u1"), traits: { plan: "pro" } },
      { ...identify("ada", "u1"), traits: { age: 7 } },
    ]);
    const rows = await withTenantSnapshot(site.scope, async (tx) => await tx`select * from visitor_traits`);
    expect(rows.map(({ traits }) => traits)).toEqual([{ plan: "pro", city: "Bonn", age: 7 }]);
  });
});

describe("an alias", () => {
  it("joins two users who both have events", async () => {
    const site = await givenProject();
    await site.send([
      track("-", "As old", { anonymousId: undefined, userId: "old" }),
      track("-", "As new", { anonymousId: undefined, userId: "new" }),
    ]);
    await site.send([alias("old", "new")]);
    expect(await journeys(site)).toEqual([["As new", "As old"]]);
  });

  it("joins what arrives after it as well, as a user or anonymous", async () => {
    const site = await givenProject();
    await site.send([alias("old", "new")]);
    await site.send([
      track("old", "Anonymous"),
      track("-", "As old", { anonymousId: undefined, userId: "old" }),
      track("-", "As new", { anonymousId: undefined, userId: "new" }),
    ]);
    expect(await journeys(site)).toEqual([["Anonymous", "As new", "As old"]]);
  });

  it("joins an anonymous visitor to a user, even when another user identified it first", async () => {
    const site = await givenProject();
    await site.send([
      track("pc", "Anonymous"),
      identify("pc", "u1"),
      track("-", "As u2", { anonymousId: undefined, userId: "u2" }),
      alias("pc", "u2"),
    ]);
    expect(await journeys(site)).toEqual([["Anonymous", "As u2"]]);
  });

  it("that closes a circle, or is sent again, changes nothing and does not hang", async () => {
    const site = await givenProject();
    await site.send(
      ["a", "b", "c"].map((user) => track("-", user, { anonymousId: undefined, userId: user })),
    );
    const circle = [alias("a", "b"), alias("b", "c"), alias("c", "a"), alias("a", "a")];
    await site.send(circle);
    for (const one of circle) await site.send([one]);
    await site.send([...circle].reverse());
    expect(await journeys(site)).toEqual([["a", "b", "c"]]);
  });
});

/** The meaning of the words alone: sets of ids that are joined. */
const expectedJourneys = (messages: readonly Message[]): string[][] => {
  const groups = new Map<string, Set<string>>();
  const groupOf = (id: string): Set<string> => {
    const group = groups.get(id) ?? new Set([id]);
    groups.set(id, group);
    return group;
  };
  const identified = new Set<string>();
  const join = (...ids: string[]): void => {
    const all = new Set(ids.flatMap((id) => [...groupOf(id)]));
    for (const id of all) groups.set(id, all);
  };
  for (const { kind, user, anonymous } of messages) {
    if (kind === "alias") {
      join(`u:${user}`, `u:${anonymous}`, `a:${anonymous}`);
      identified.add(anonymous);
    }
    if (kind !== "identify" || identified.has(anonymous)) continue;
    identified.add(anonymous);
    join(`u:${user}`, `a:${anonymous}`);
  }
  const events = new Map<Set<string>, string[]>();
  for (const [n, { kind, user, anonymous }] of messages.entries()) {
    if (kind === "anonymous event" || kind === "user event") {
      const group = groupOf(kind === "user event" ? `u:${user}` : `a:${anonymous}`);
      events.set(group, [...(events.get(group) ?? []), `Event ${n}`]);
    }
  }
  return [...events.values()].map((names) => names.sort()).sort();
};

type Message = { kind: string; user: string; anonymous: string };

const onTheWire = ({ kind, user, anonymous }: Message, n: number): object => {
  if (kind === "alias") return alias(anonymous, user);
  if (kind === "identify") return identify(anonymous, user);
  return track(anonymous, `Event ${n}`, kind === "user event" ? { userId: user } : {});
};

it("makes visitors as the words say, however messages are mixed and cut into requests", async () => {
  const message = fc.record({
    kind: fc.constantFrom("anonymous event", "user event", "identify", "alias"),
    user: fc.constantFrom("1", "2", "3", "4"),
    anonymous: fc.constantFrom("1", "2", "5", "6"),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(message, { minLength: 1, maxLength: 25 }),
      fc.integer({ min: 1, max: 25 }),
      async (messages, perRequest) => {
        const site = await givenProject();
        const raw = messages.map((one, n) => onTheWire(one, n));
        for (let from = 0; from < raw.length; from += perRequest)
          await site.send(raw.slice(from, from + perRequest));
        expect(await journeys(site)).toEqual(expectedJourneys(messages));
      },
    ),
    { numRuns: 40 },
  );
});

describe("at the same time", () => {
  it("the first sight of a visitor in many requests gives one number", async () => {
    const site = await givenProject();
    await Promise.all(Array.from({ length: 30 }, () => site.send([track("ada", "Seen")])));
    expect((await site.stored()).map(({ visitorNo }) => visitorNo)).toEqual(Array(30).fill(1));
  });

  it("the first sight of the same visitors in many processes gives each one number", async () => {
    const site = await givenProject();
    const processes = asOtherProcess(10);
    await Promise.all(
      Array.from({ length: 10 }, (_, n) => {
        const ids = ["ada", "bob", "eve", `only in ${n}`];
        const drafts = draftsOf(
          site,
          ids.map((id) => track(id, id)),
        );
        return processes.inTenant(site.scope, (tx) =>
          writeDrafts(tx, site, n % 2 ? drafts : drafts.reverse()),
        );
      }),
    );
    const numbers = new Map<string, Set<number>>();
    for (const { name, visitorNo } of await site.stored())
      numbers.set(name, (numbers.get(name) ?? new Set()).add(visitorNo));
    expect([...numbers.values()].map(({ size }) => size)).toEqual(Array(13).fill(1));
    expect(new Set([...numbers.values()].flatMap((set) => [...set])).size).toBe(13);
  });

  it("two users of one computer in two processes: the one whose message is stored first has it", async () => {
    const site = await givenProject();
    await site.send([track("pc", "Anonymous")]);
    const processes = asOtherProcess();
    const write = (user: string, then?: (tx: RawTx) => Promise<unknown>) =>
      processes.inTenant(site.scope, async (tx) => {
        const messages = [identify("pc", user), track("-", user, { anonymousId: undefined, userId: user })];
        await writeDrafts(tx, site, draftsOf(site, messages));
        await then?.(tx);
      });
    let second: Promise<void> = Promise.resolve();
    await write("first", async (tx) => {
      second = write("second");
      await untilSomebodyWaits(tx);
    });
    await second;
    expect(await journeys(site)).toEqual([["Anonymous", "first"], ["second"]]);
  });
});

describe("an order that a server reports without saying whose it is", () => {
  const order = (id: string | number) => ({ properties: { order_id: id } });
  const paid = (id: string | number) => track("-", `Paid ${id}`, { anonymousId: undefined, ...order(id) });

  it("is the order of the visitor who placed it, in whichever order the two arrive", async () => {
    const site = await givenProject();
    await site.send([
      track("ada", "ada buys", order("1")),
      paid("1"),
      paid(2),
      track("bob", "bob buys", order("2")),
    ]);
    await site.send([track("eve", "eve looks")]);
    await site.send([paid("3")]);
    await site.send([track("eve", "eve buys", order("3"))]);
    expect(await journeys(site)).toEqual([
      ["Paid 1", "ada buys"],
      ["Paid 2", "bob buys"],
      ["Paid 3", "eve buys", "eve looks"],
    ]);
  });

  it("stays with the first who shows it: a forwarded confirmation page joins nobody", async () => {
    const site = await givenProject();
    await site.send([paid("1"), track("ada", "ada buys", order("1")), track("bob", "bob looks", order("1"))]);
    await site.send([paid("1")]);
    expect(await journeys(site)).toEqual([["Paid 1", "Paid 1", "ada buys"], ["bob looks"]]);
  });

  it("of another project is another order", async () => {
    const [site, other] = [await givenProject(), await givenProject()];
    await site.send([track("ada", "ada buys", order("1"))]);
    await other.send([paid("1")]);
    expect(await journeys(other)).toEqual([["Paid 1"]]);
  });
});

describe("a program that joins everybody", () => {
  it("stops at fifty ids a person; its events are stored, and the ledger says so", async () => {
    const site = await givenProject();
    const people = Array.from({ length: 60 }, (_, n) => `person ${n}`);
    await site.send(people.map((userId) => track("-", "Seen", { anonymousId: undefined, userId })));
    const alias = (previousId: string) => ({ type: "alias", userId: "everybody", previousId });
    expect(await site.send(people.map(alias))).toMatchObject({ accepted: 60, rejected: [] });
    const sizes = (await journeys(site)).map(({ length }) => length).sort((a, b) => b - a);
    expect(sizes[0]).toBeLessThanOrEqual(50);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(60);
    expect((await ledgerOf(site)).reasons["flagged too_many_ids"]).toBeGreaterThan(0);
  });
});
