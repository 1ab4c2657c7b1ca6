import { describe, expect, it } from "vitest";
import { asOtherProcess } from "@/db/testing/as-other-process";
import { asOwner } from "@/db/testing/as-owner";
import { draftsOf, givenProject, type Site, track, writeDrafts } from "@/db/testing/given-project";
import { disturb, untilSomebodyWaits } from "@/db/testing/lock-queue";

/** Whose event each stored one is, in order of `seq`. */
const visitorsOf = async (site: Site): Promise<number[]> =>
  (await site.stored()).map(({ visitorNo }) => visitorNo);

const nextNumber = async ({ scope }: Site): Promise<number> => {
  const [row] = await asOwner()<{ next: number }[]>`
    select next_no as next from visitor_counters where project_id = ${scope.projectId}`;
  return row?.next ?? 0;
};

describe("events that one statement writes", () => {
  it("number visitors in the order in which they arrive, one number each", async () => {
    const site = await givenProject();
    const both = [site.send([track("ada", "A"), track("bob", "B"), track("ada", "C")]), site.send([])];
    await Promise.all([...both, site.send([track("cy", "D"), track("bob", "E")])]);
    expect(await visitorsOf(site)).toEqual([1, 2, 1, 3, 2]);
    expect(await nextNumber(site)).toBe(4);
  });

  it("go to the numbers that another process gave, and take none for them", async () => {
    const site = await givenProject();
    const theirs = draftsOf(site, [track("ada", "A"), track("bob", "B")]);
    await asOtherProcess(1).inTenant(site.scope, (tx) => writeDrafts(tx, site, theirs));
    await site.send([track("cy", "C"), track("bob", "D"), track("ada", "E"), track("di", "F")]);
    expect(await visitorsOf(site)).toEqual([1, 2, 3, 2, 1, 4]);
    expect(await nextNumber(site)).toBe(5);
  });

  it("are written once when the server ends the connection under them", async () => {
    const site = await givenProject();
    let sending: Promise<unknown> = Promise.resolve();
    await asOtherProcess(1).inTenant(site.scope, async (holder) => {
      await holder`select 1 from visitor_counters for update`;
      sending = site.send([track("ada", "A"), track("bob", "B")]);
      await disturb(holder, await untilSomebodyWaits(holder), "terminate");
    });
    expect(await sending).toMatchObject({ accepted: 2, duplicates: 0 });
    expect(await visitorsOf(site)).toEqual([1, 2]);
  });

  it("leave nothing behind when one of them is known, and are then written one by one", async () => {
    const site = await givenProject();
    const known = track("ada", "Known");
    await site.send([known]);
    expect(await site.send([track("bob", "New"), known])).toMatchObject({ accepted: 1, duplicates: 1 });
    expect((await site.stored()).map(({ name, visitorNo }) => [name, visitorNo])).toEqual([
      ["Known", 1],
      ["New", 2],
    ]);
  });
});
