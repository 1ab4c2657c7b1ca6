import { describe, expect, it } from "vitest";
import { givenJourneys } from "../testing/given-journeys";
import type { FunnelStepNumbers } from "./definition";

const reached = ({ steps }: { steps: FunnelStepNumbers[] }) => steps.map((step) => step.reached);
const seconds = (value: number) => ({ mean: value, median: value, p90: value });

describe("a strict funnel", () => {
  it("lets automatic events lie between steps, and no other, passive or not", () => {
    const site = givenJourneys({
      read: ["09:00 view", "09:01 Page Engaged", "09:02 Web Vitals", "09:03 Element Clicked", "09:04 buy"],
      paused: ["09:00 view", "09:01 search", "09:04 buy"],
      refunded: ["09:00 view", "09:01 refund (passive)", "09:04 buy"],
    });
    expect(reached(site.funnel(["view", "buy"], { order: "strict" }))).toEqual([3, 1]);
  });

  it("may have an automatic event as a step", () => {
    const site = givenJourneys({
      ada: ["09:00 view", "09:01 Web Vitals", "09:02 Page Engaged", "09:03 buy"],
    });
    expect(reached(site.funnel(["view", "Page Engaged", "buy"], { order: "strict" }))).toEqual([1, 1, 1]);
  });

  it("follows arrival within one millisecond", () => {
    const site = givenJourneys({
      ada: ["09:00 view", "09:00 search", "09:00 buy"],
      ben: ["09:00 view", "09:00 buy"],
    });
    expect(reached(site.funnel(["view", "buy"], { order: "strict" }))).toEqual([2, 1]);
  });

  it("counts who was interrupted as dropped, though the window is open", () => {
    const site = givenJourneys(
      { ada: ["09:00 view", "09:01 search"], ben: ["09:00 view", "09:01 Page Engaged"] },
      { now: "09:30" },
    );
    expect(site.funnel(["view", "buy"], { order: "strict" }).steps[1]).toMatchObject({ dropped: 1, open: 1 });
  });

  it("takes what lies between for optional steps first", () => {
    const site = givenJourneys({
      ada: ["09:00 view", "09:01 zoom", "09:02 buy"],
      ben: ["09:00 view", "09:01 zoom", "09:02 zoom", "09:03 buy"],
    });
    const steps = ["view", { event: "zoom", optional: true }, "buy"];
    expect(reached(site.funnel(steps, { order: "strict" }))).toEqual([2, 2, 1]);
  });

  it("does not mind what happens in the visitor's other session", () => {
    const site = givenJourneys({
      ada: ["09:00 view session=tab1", "09:01 search session=tab2", "09:02 buy session=tab1"],
    });
    expect(reached(site.funnel(["view", "buy"], { order: "strict", unit: "session" }))).toEqual([1, 1]);
    expect(reached(site.funnel(["view", "buy"], { order: "strict" }))).toEqual([1, 0]);
  });
});

describe("an unordered funnel", () => {
  const steps = ["view", "cart", "buy"];

  it("counts how many steps were reached, in any order", () => {
    const site = givenJourneys({
      ada: ["09:00 buy", "09:10 view", "09:20 cart"],
      ben: ["09:00 cart", "09:05 cart", "09:10 view"],
      cy: ["09:00 buy"],
    });
    const answer = site.funnel(steps, { order: "unordered" });
    expect(reached(answer)).toEqual([3, 2, 1]);
    expect(answer.steps.map(({ label }) => label)).toEqual(["any 1 of 3", "any 2 of 3", "all 3"]);
    expect(answer.steps[2]?.secondsFromEntry).toEqual(seconds(1200));
  });

  it("begins with the earliest event and stays within its window", () => {
    const site = givenJourneys({ ada: ["09:00 buy", "09:50 view", "10:10 cart", "10:20 buy"] });
    const answer = site.funnel(steps, { order: "unordered" });
    expect(reached(answer)).toEqual([1, 1, 1]);
    expect(answer.steps[2]?.secondsFromEntry).toEqual(seconds(1800));
  });

  it("fills one step an event, the first empty one in the list", () => {
    const once = givenJourneys({ ada: ["09:00 view"], ben: ["09:00 view", "09:01 view"] });
    expect(reached(once.funnel(["view", "view"], { order: "unordered" }))).toEqual([2, 1]);
    const either = { any: [{ event: "view" }, { event: "cart" }] };
    const site = givenJourneys({ ada: ["09:00 view", "09:01 cart"], ben: ["09:00 cart", "09:01 view"] });
    expect(reached(site.funnel([either, "view"], { order: "unordered" }))).toEqual([2, 1]);
  });

  it("takes the leak's money from the last step listed, whenever it came", () => {
    const site = givenJourneys({
      ada: ["09:00 buy revenue=30", "09:10 survey revenue=1"],
      ben: ["09:00 survey"],
    });
    expect(site.funnel(["survey", "buy"], { order: "unordered" }).steps[1]).toMatchObject({
      reached: 1,
      revenue: [{ currency: "EUR", minor: 100 }],
      leak: { currency: "EUR", minor: 3000 },
    });
  });
});

describe("an optional step", () => {
  const steps = ["view", { event: "zoom", optional: true }, "cart", "buy"];

  it("is reached by who takes it between its neighbours, and may be skipped", () => {
    const site = givenJourneys({
      ada: ["09:00 view", "09:01 zoom", "09:02 cart", "09:10 buy"],
      ben: ["09:00 view", "09:02 cart", "09:03 zoom"],
      cy: ["09:00 view", "09:04 zoom"],
    });
    expect(site.funnel(steps, { window: "1d" }).steps).toMatchObject([
      { reached: 3 },
      { label: "zoom", optional: true, reached: 2, open: 0, fromPrevious: { part: 2, whole: 3 } },
      { reached: 2, dropped: 1, fromPrevious: { part: 2, whole: 3 }, secondsFromPrevious: seconds(120) },
      { reached: 1, dropped: 1, fromPrevious: { part: 1, whole: 2 }, secondsFromPrevious: seconds(480) },
    ]);
  });

  it("is not the step before of the required one that follows", () => {
    const site = givenJourneys({ ada: ["09:00 view", "09:10 cart", "09:15 zoom", "09:30 buy"] });
    const { steps: rows } = site.funnel(["view", "cart", { event: "zoom", optional: true }, "buy"]);
    expect(rows[2]?.secondsFromPrevious).toEqual(seconds(300));
    expect(rows[3]?.secondsFromPrevious).toEqual(seconds(1200));
  });

  it("says nothing of drops", () => {
    const [, zoom] = givenJourneys({ ada: ["09:00 view", "09:01 zoom"] }).funnel(steps).steps;
    expect(Object.keys(zoom ?? {}).sort()).toEqual(
      [
        ...["label", "optional", "reached", "open", "fromPrevious", "fromEntry"],
        ...["secondsFromPrevious", "secondsFromEntry", "revenue"],
      ].sort(),
    );
  });

  it("takes no event that a required step took, and none that another one has", () => {
    const site = givenJourneys({ ada: ["09:00 view", "09:01 view", "09:02 view", "09:03 buy"] });
    const again = { event: "view", optional: true };
    expect(reached(site.funnel(["view", again, "view", "buy"]))).toEqual([1, 0, 1, 1]);
    expect(reached(site.funnel(["view", again, again, again, "buy"]))).toEqual([1, 1, 1, 0, 1]);
  });

  it("needs no order among its like", () => {
    const site = givenJourneys({ ada: ["09:00 view", "09:01 sizes", "09:02 zoom", "09:03 buy"] });
    const wanted = ["view", { event: "zoom", optional: true }, { event: "sizes", optional: true }, "buy"];
    expect(reached(site.funnel(wanted))).toEqual([1, 1, 1, 1]);
  });

  it("after the last required one is reached until the window ends", () => {
    const site = givenJourneys({
      ada: ["09:00 view", "09:10 buy", "10:00 rate"],
      ben: ["09:00 view", "09:10 buy", "10:00:00.001 rate"],
    });
    const answer = site.funnel(["view", "buy", { event: "rate", optional: true }]);
    expect(reached(answer)).toEqual([2, 2, 1]);
    expect(answer.steps[1]).toMatchObject({ dropped: 0, open: 0 });
  });

  it("makes no attempt better than an earlier one", () => {
    const site = givenJourneys({ ada: ["09:00 view", "09:05 view", "09:06 zoom"] });
    const answer = site.funnel(["view", { event: "zoom", optional: true }, "buy"], { window: "5m" });
    expect(reached(answer)).toEqual([1, 0, 0]);
  });
});

describe("a step with a window of its own", () => {
  const steps = ["view", "cart", { event: "buy", withinMs: 600_000 }];

  it("counts from the required step before, exactly to its end", () => {
    const site = givenJourneys({
      ada: ["09:00 view", "09:30 cart", "09:40 buy"],
      ben: ["09:00 view", "09:30 cart", "09:40:00.001 buy"],
    });
    expect(reached(site.funnel(steps))).toEqual([2, 2, 1]);
    const later = ["view", { event: "zoom", optional: true, withinMs: 60_000 }, "buy"];
    const looks = givenJourneys({ ada: ["09:00 view", "09:02 zoom", "09:03 buy"] });
    expect(reached(looks.funnel(later))).toEqual([1, 0, 1]);
  });

  it("still ends with the window of the funnel", () => {
    const site = givenJourneys({ ada: ["09:00 view", "09:55 cart", "10:01 buy"] });
    expect(reached(site.funnel(steps))).toEqual([1, 1, 0]);
  });

  it("leaves it to a later entry where the first ran out", () => {
    const site = givenJourneys({
      ada: ["09:00 view", "09:01 cart", "09:20 view", "09:21 cart", "09:22 buy"],
    });
    const answer = site.funnel(steps);
    expect(reached(answer)).toEqual([1, 1, 1]);
    expect(answer.steps[2]?.secondsFromEntry).toEqual(seconds(120));
  });

  it("is no longer open when it is over", () => {
    const site = givenJourneys({ ada: ["09:00 view", "09:10 cart"] }, { now: "09:20" });
    const openAt = (asOf: string) => site.funnel(steps, { asOf: site.at(asOf) }).steps[2];
    expect(openAt("09:20")).toMatchObject({ dropped: 0, open: 1 });
    expect(openAt("09:20:00.001")).toMatchObject({ dropped: 1, open: 0 });
  });
});

describe("an exclusion", () => {
  const site = givenJourneys({
    clean: ["09:00 view", "09:10 buy"],
    left: ["09:00 view", "09:05 leave", "09:10 buy"],
    after: ["09:00 view", "09:10 buy", "09:15 leave"],
    before: ["08:59 leave", "09:00 view", "09:10 buy"],
    again: ["09:00 view", "09:05 leave", "09:20 view", "09:30 buy"],
  });
  const leave = { event: "leave", after: 1, before: 2 };

  it("ends the attempt, and another one may still get further", () => {
    const answer = site.funnel(["view", "buy"], { exclude: [leave] });
    expect(reached(answer)).toEqual([5, 4]);
    expect(answer.steps[1]?.secondsFromEntry).toEqual(seconds(600));
  });

  it("that discards takes the entry along", () => {
    expect(reached(site.funnel(["view", "buy"], { exclude: [{ ...leave, mode: "discard" }] }))).toEqual([
      4, 4,
    ]);
  });

  it("counts only between its steps", () => {
    const visits = givenJourneys({
      early: ["09:00 view", "09:01 leave", "09:02 cart", "09:03 buy"],
      late: ["09:00 view", "09:02 cart", "09:03 leave", "09:04 buy"],
    });
    const steps = ["view", "cart", "buy"];
    const between = (after: number, before: number) =>
      reached(visits.funnel(steps, { exclude: [{ event: "leave", after, before }] }));
    expect(between(1, 2)).toEqual([2, 1, 1]);
    expect(between(2, 3)).toEqual([2, 2, 1]);
    expect(between(1, 3)).toEqual([2, 1, 0]);
  });

  it("counts only while the attempt is alive", () => {
    const visits = givenJourneys({
      ada: ["09:00 view", "10:00:00.001 leave"],
      ben: ["09:00 view", "10:00 leave"],
      cy: ["09:00 view", "09:00 leave"],
    });
    expect(reached(visits.funnel(["view", "buy"], { exclude: [{ ...leave, mode: "discard" }] }))).toEqual([
      1, 0,
    ]);
    const quick = ["view", { event: "buy", withinMs: 60_000 }];
    expect(reached(visits.funnel(quick, { exclude: [{ ...leave, mode: "discard" }] }))).toEqual([2, 0]);
  });

  it("yields to the step it ends with, not to those between", () => {
    const red = { event: "cart", where: { field: "property.red" as const, op: "is" as const, value: true } };
    const visits = givenJourneys({ ada: ["09:00 view", "09:01 cart red=true", "09:02 buy"] });
    const upTo = (before: number) =>
      reached(visits.funnel(["view", "cart", "buy"], { exclude: [{ ...red, after: 1, before }] }));
    expect(upTo(2)).toEqual([1, 1, 1]);
    expect(upTo(3)).toEqual([1, 0, 0]);
  });

  it("ends an attempt before the optional step that the same event would have been", () => {
    const zoom = { event: "zoom", optional: true };
    const visits = givenJourneys({ ada: ["09:00 view", "09:01 zoom", "09:02 buy"] });
    const exclude = [{ event: "zoom", after: 1, before: 3 }];
    expect(reached(visits.funnel(["view", zoom, "buy"], { exclude }))).toEqual([1, 0, 0]);
  });

  it("before a step that was skipped counts up to the next one", () => {
    const zoom = { event: "zoom", optional: true };
    const visits = givenJourneys({
      ada: ["09:00 view", "09:01 zoom", "09:02 leave", "09:03 buy"],
      ben: ["09:00 view", "09:02 leave", "09:03 buy"],
    });
    expect(reached(visits.funnel(["view", zoom, "buy"], { exclude: [leave] }))).toEqual([2, 1, 1]);
  });

  it("makes a drop of an attempt whose window is open", () => {
    const now = givenJourneys({ ada: ["09:00 view", "09:01 leave"], ben: ["09:00 view"] }, { now: "09:10" });
    expect(now.funnel(["view", "buy"], { exclude: [leave] }).steps[1]).toMatchObject({ dropped: 1, open: 1 });
  });
});

describe("what is held constant", () => {
  const held = { holdConstant: ["property.product"] };

  it("is the same in all steps", () => {
    const site = givenJourneys({
      ada: ["09:00 view product=1", "09:01 view product=2", "09:02 cart product=2", "09:03 buy product=2"],
      ben: ["09:00 view product=1", "09:01 cart product=2", "09:02 buy product=1"],
    });
    const answer = site.funnel(["view", "cart", "buy"], held);
    expect(reached(answer)).toEqual([2, 1, 1]);
    expect(answer.steps[2]?.secondsFromEntry).toEqual(seconds(120));
  });

  it("may be one of a list", () => {
    const site = givenJourneys({
      ada: ["09:00 view product=1", '09:02 buy product=["2","1"]'],
      ben: ['09:00 view product=["1","2"]', '09:01 cart product=["2","3"]', "09:02 buy product=2"],
      cy: ['09:00 view product=["1","2"]', "09:01 cart product=1", "09:02 buy product=2"],
    });
    expect(reached(site.funnel(["view", "buy"], held))).toEqual([3, 3]);
    expect(reached(site.funnel(["view", "cart", "buy"], held))).toEqual([3, 2, 1]);
  });

  it("that is missing equals nothing", () => {
    const site = givenJourneys(
      {
        ada: ["09:00 view", "09:01 buy"],
        ben: ["09:00 view", "09:01 buy product=1"],
        cy: ["09:00 view product=1", "09:01 buy"],
      },
      { now: "09:10" },
    );
    const answer = site.funnel(["view", "buy"], held);
    expect(reached(answer)).toEqual([3, 0]);
    expect(answer.steps[1]).toMatchObject({ dropped: 2, open: 1 });
  });

  it("may be several fields, and hold in any order", () => {
    const site = givenJourneys({
      ada: ["09:00 buy product=1 device=mobile", "09:01 view product=1 device=mobile"],
      ben: ["09:00 buy product=1 device=mobile", "09:01 view product=1 device=tablet"],
    });
    const both = { holdConstant: ["property.product", "device"], order: "unordered" as const };
    expect(reached(site.funnel(["view", "buy"], both))).toEqual([2, 1]);
  });

  it("may be any pair of two lists", () => {
    const site = givenJourneys({
      ada: ['09:00 view product=["1","2"] size=["S","M"]', "09:01 buy product=2 size=M"],
      ben: [
        '09:00 view product=["1","2"] size=["S","M"]',
        "09:01 cart product=2 size=S",
        "09:02 buy product=2 size=M",
      ],
    });
    const both = { holdConstant: ["property.product", "property.size"] };
    expect(reached(site.funnel(["view", "buy"], both))).toEqual([2, 2]);
    expect(reached(site.funnel(["view", "cart", "buy"], both))).toEqual([2, 1, 0]);
  });

  it("does not hold for exclusions", () => {
    const site = givenJourneys({
      ada: ["09:00 view product=1", "09:01 leave product=2", "09:02 buy product=1"],
    });
    const exclude = [{ event: "leave", after: 1, before: 2 }];
    expect(reached(site.funnel(["view", "buy"], { ...held, exclude }))).toEqual([1, 0]);
  });
});
