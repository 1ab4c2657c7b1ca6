import { describe, expect, it } from "vitest";
import { givenJourneys } from "../testing/given-journeys";
import type { FunnelStepNumbers } from "./definition";

const reached = ({ steps }: { steps: FunnelStepNumbers[] }) => steps.map((step) => step.reached);
const seconds = (value: number) => ({ mean: value, median: value, p90: value });

describe("an attempt", () => {
  it("needs an event for each step: A, A, B is not reached with one A", () => {
    const once = givenJourneys({ ada: ["09:00 A", "09:01 B"] });
    expect(reached(once.funnel(["A", "A", "B"]))).toEqual([1, 0, 0]);
    const twice = givenJourneys({ ada: ["09:00 A", "09:01 A", "09:02 B"] });
    expect(reached(twice.funnel(["A", "A", "B"]))).toEqual([1, 1, 1]);
  });

  it("follows arrival within one millisecond", () => {
    const inOrder = givenJourneys({ ada: ["09:00 view", "09:00 cart", "09:00 buy"] });
    expect(reached(inOrder.funnel(["view", "cart", "buy"]))).toEqual([1, 1, 1]);
    const reversed = givenJourneys({ ada: ["09:00 buy", "09:00 cart", "09:00 view"] });
    expect(reached(reversed.funnel(["view", "cart", "buy"]))).toEqual([1, 0, 0]);
  });

  it("follows time, not arrival, where a batch came out of order", () => {
    const site = givenJourneys({ ada: ["09:02 buy", "09:01 cart", "09:00 view"] });
    expect(reached(site.funnel(["view", "cart", "buy"]))).toEqual([1, 1, 1]);
  });

  it("counts a visitor who gives up once and converts on a later attempt", () => {
    const site = givenJourneys({ ada: ["09:00 view", "14:00 view", "14:20 buy"] });
    const answer = site.funnel(["view", "buy"]);
    expect(reached(answer)).toEqual([1, 1]);
    expect(answer.steps[1]?.secondsFromEntry).toEqual(seconds(1200));
  });

  it("that comes first is reported, of those that get equally far", () => {
    const site = givenJourneys({ ada: ["09:00 view", "09:10 cart", "12:00 view", "12:01 cart"] });
    expect(site.funnel(["view", "cart", "buy"]).steps[1]?.secondsFromEntry).toEqual(seconds(600));
  });

  it("takes the earliest event of a middle step, though a later one would reach the next", () => {
    const site = givenJourneys({ ada: ["09:00 view", "09:01 cart size=S", "09:02 cart", "09:03 cart"] });
    const small = {
      event: "cart",
      where: { field: "property.size" as const, op: "is" as const, value: "S" },
    };
    expect(reached(site.funnel(["view", "cart", small]))).toEqual([1, 1, 0]);
    expect(reached(site.funnel(["view", small, "cart", "cart"]))).toEqual([1, 1, 1, 1]);
  });

  it("reaches a step exactly at the end of the window, and not a millisecond later", () => {
    const site = givenJourneys({
      ada: ["09:00 view", "10:00 buy"],
      ben: ["09:00 view", "10:00:00.001 buy"],
    });
    expect(reached(site.funnel(["view", "buy"]))).toEqual([2, 1]);
  });

  it("begins in the range and may end after it", () => {
    const site = givenJourneys({
      before: ["08:59:59.999 view", "09:10 buy"],
      first: ["09:00 view", "10:10 buy"],
      after: ["10:00 view", "10:10 buy"],
    });
    const range = { from: site.at("09:00"), to: site.at("10:00") };
    expect(reached(site.funnel(["view", "buy"], { ...range, window: "2h" }))).toEqual([1, 1]);
  });

  it("joins what a visitor did before and after saying who they are", () => {
    const site = givenJourneys({
      phone: ["09:00 view", "09:05 identify user=ada"],
      laptop: ["09:10 cart", "09:20 buy user=ada"],
    });
    expect(reached(site.funnel(["view", "buy"]))).toEqual([1, 1]);
    expect(reached(site.funnel(["view", "cart"]))).toEqual([1, 0]);
  });

  it("of a shared computer stays with who identified first", () => {
    const site = givenJourneys({
      desk: ["09:00 view", "09:01 identify user=ada", "09:02 identify user=ben"],
      phone: ["09:10 buy user=ben"],
    });
    expect(reached(site.funnel(["view", "buy"]))).toEqual([1, 0]);
  });

  it("is no bot's unless asked for", () => {
    const site = givenJourneys({ crawler: ["09:00 view (bot)", "09:01 buy (bot)"], ada: ["09:00 view"] });
    expect(reached(site.funnel(["view", "buy"]))).toEqual([1, 0]);
    expect(reached(site.funnel(["view", "buy"], { includeBots: true }))).toEqual([2, 1]);
  });

  it("may use passive events, which alone make no visitor", () => {
    const site = givenJourneys({
      ada: ["09:00 view", "09:30 buy (passive)"],
      ben: ["09:00 view (passive)", "09:30 buy (passive)"],
    });
    expect(reached(site.funnel(["view", "buy"]))).toEqual([1, 1]);
  });
});

describe("what ClickHouse documents of windowFunnel", () => {
  const site = givenJourneys({
    one: ["+0 10:00 1003", "+2 09:00 1007", "+1 08:00 1009", "+3 08:00 1010"],
  });

  it("finds the four events of its example, whatever order they were stored in", () => {
    const steps = ["1003", "1009", "1007", "1010"];
    expect(reached(site.funnel(steps, { window: "60d" }))).toEqual([1, 1, 1, 1]);
    expect(reached(site.funnel(steps, { window: "2d" }))).toEqual([1, 1, 1, 0]);
  });

  it("stops at D in A, B, D, C when it is strict about order", () => {
    const user = givenJourneys({ one: ["09:00 A", "09:01 B", "09:02 D", "09:03 C"] });
    expect(reached(user.funnel(["A", "B", "C"], { order: "strict" }))).toEqual([1, 1, 0]);
    expect(reached(user.funnel(["A", "B", "C"]))).toEqual([1, 1, 1]);
  });

  it("is interrupted by a repeated step, but here another entry is tried", () => {
    const middle = givenJourneys({ one: ["09:00 A", "09:01 B", "09:02 B", "09:03 C"] });
    expect(reached(middle.funnel(["A", "B", "C"], { order: "strict" }))).toEqual([1, 1, 0]);
    const entry = givenJourneys({ one: ["09:00 A", "09:01 A", "09:02 B"] });
    expect(reached(entry.funnel(["A", "B"], { order: "strict" }))).toEqual([1, 1]);
  });
});
