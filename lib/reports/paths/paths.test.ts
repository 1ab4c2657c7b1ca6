import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { parseQuestion } from "../report-by-name";
import { productAnswer } from "../testing/answers";
import { asking } from "../testing/arbitrary-questions";
import { pathsQuestions } from "../testing/arbitrary-ways";
import { givenJourneys, goal } from "../testing/given-journeys";
import type { PathsAnswer } from "./definition";

vi.setConfig({ testTimeout: 120_000 });

type Drawn = Pick<PathsAnswer, "nodes" | "links" | "dropped">;

/** "2:event:cart 3 (1)": so many came, and so many of them went no further. */
const nodesOf = ({ nodes }: Drawn) =>
  nodes.map(
    ({ id, visitors, dropped, beyond }) =>
      `${id} ${visitors} (${dropped})${beyond > 0 ? ` and ${beyond} on` : ""}`,
  );
const linksOf = ({ links }: Drawn) =>
  links.map(({ source, target, visitors }) => `${source} → ${target} ${visitors}`);

const shop = {
  ada: ["09:00 view", "09:01 cart", "09:02 buy"],
  ben: ["09:00 home", "09:01 view", "09:02 view", "09:03 cart"],
  cyd: ["09:00 view", "09:01 search", "09:02 view", "09:03 search"],
  dan: ["09:00 home"],
};
const start = { event: "view" };
const end = { event: "buy" };

describe("a whole answer", () => {
  it("states every step, where its visitors went on to and who left", () => {
    expect(givenJourneys(shop).paths({ start, depth: 3 })).toEqual({
      unit: "visitor",
      by: "event",
      direction: "forward",
      total: 3,
      share: expect.objectContaining({ part: 3, whole: 4, rate: 0.75 }),
      nodes: [
        {
          id: "1:event:view",
          depth: 1,
          kind: "event",
          value: "view",
          label: "view",
          visitors: 3,
          dropped: 0,
          beyond: 0,
        },
        expect.objectContaining({ id: "2:event:cart", visitors: 2, dropped: 1, beyond: 0 }),
        expect.objectContaining({ id: "2:event:search", visitors: 1, dropped: 0, beyond: 0 }),
        expect.objectContaining({ id: "3:event:buy", visitors: 1, dropped: 1, beyond: 0 }),
        expect.objectContaining({ id: "3:event:view", visitors: 1, dropped: 0, beyond: 1 }),
      ],
      links: [
        { source: "1:event:view", target: "2:event:cart", visitors: 2 },
        { source: "1:event:view", target: "2:event:search", visitors: 1 },
        { source: "2:event:cart", target: "3:event:buy", visitors: 1 },
        { source: "2:event:search", target: "3:event:view", visitors: 1 },
      ],
      dropped: [
        { depth: 1, visitors: 0 },
        { depth: 2, visitors: 1 },
        { depth: 3, visitors: 1 },
      ],
    });
  });

  it("has no nodes and no rate where nobody came", () => {
    expect(givenJourneys({ ada: ["+40 09:00 view"] }).paths({ depth: 2 })).toEqual({
      unit: "visitor",
      by: "event",
      direction: "forward",
      total: 0,
      share: { part: 0, whole: 0, rate: null, low: null, high: null },
      nodes: [],
      links: [],
      dropped: [
        { depth: 1, visitors: 0 },
        { depth: 2, visitors: 0 },
      ],
    });
  });
});

describe("a path", () => {
  it("leads back from the last event that satisfies the end", () => {
    const site = givenJourneys({
      ada: ["09:00 view", "09:01 buy", "09:02 home", "09:03 search", "09:04 buy", "09:05 help"],
      ben: ["09:00 search", "09:01 buy"],
    });
    const answer = site.paths({ end, depth: 3 });
    expect(answer.direction).toBe("backward");
    expect(nodesOf(answer)).toEqual([
      "1:event:buy 2 (0)",
      "2:event:search 2 (1)",
      "3:event:home 1 (0) and 1 on",
    ]);
    expect(linksOf(answer)).toEqual(["2:event:search → 1:event:buy 2", "3:event:home → 2:event:search 1"]);
  });

  it("goes on from everybody's first step where neither start nor end is stated", () => {
    const answer = givenJourneys(shop).paths({ depth: 1 });
    expect(nodesOf(answer)).toEqual(["1:event:home 2 (1) and 1 on", "1:event:view 2 (0) and 2 on"]);
  });

  it("counts repeats as one step, and a loop as steps of their own depth", () => {
    const site = givenJourneys({ ada: ["09:00 a", "09:01 a", "09:02 b", "09:02 b", "09:03 a", "09:04 b"] });
    expect(nodesOf(site.paths())).toEqual([
      "1:event:a 1 (0)",
      "2:event:b 1 (0)",
      "3:event:a 1 (0)",
      "4:event:b 1 (1)",
    ]);
  });

  it("keeps the order of arrival within a millisecond, and is one visitor's whatever ids it was gone under", () => {
    const site = givenJourneys({
      phone: ["09:00 view", "09:00 cart", "09:05 identify user=ada"],
      laptop: ["10:00 identify user=ada", "10:00 buy"],
    });
    expect(nodesOf(site.paths())).toEqual(["1:event:view 1 (0)", "2:event:cart 1 (0)", "3:event:buy 1 (1)"]);
  });

  it("ends with the range, and with the session where sessions are asked for", () => {
    const site = givenJourneys({
      ada: ["09:00 view", "12:00 cart", "12:01 view", "12:02 buy", "+40 09:00 help"],
    });
    expect(nodesOf(site.paths({ start }))).toEqual([
      "1:event:view 1 (0)",
      "2:event:cart 1 (0)",
      "3:event:view 1 (0)",
      "4:event:buy 1 (1)",
    ]);
    const sessions = site.paths({ start, unit: "session" });
    expect(nodesOf(sessions)).toEqual(["1:event:view 2 (1)", "2:event:buy 1 (1)"]);
    expect(sessions.share).toMatchObject({ part: 2, whole: 2 });
  });

  it("ends where the next step took longer than the window, counted from the latest repeat", () => {
    const site = givenJourneys({
      ada: ["09:00 view", "09:40 view", "10:40 cart", "11:40:00.001 buy"],
    });
    const windowMs = 3_600_000;
    expect(nodesOf(site.paths({ start, windowMs }))).toEqual(["1:event:view 1 (0)", "2:event:cart 1 (1)"]);
    expect(nodesOf(site.paths({ end, windowMs }))).toEqual(["1:event:buy 1 (1)"]);
  });

  it("does not see automatic and passive events, unless it starts or ends with one", () => {
    const site = givenJourneys({
      ada: ["09:00 view", "09:01 Page Engaged seconds=5", "09:02 renewal (passive)", "09:03 cart"],
      bot: ["09:00 view (bot)"],
    });
    expect(nodesOf(site.paths())).toEqual(["1:event:view 1 (0)", "2:event:cart 1 (1)"]);
    expect(nodesOf(site.paths({ end: { event: "renewal" } }))).toEqual([
      "1:event:renewal 1 (0)",
      "2:event:view 1 (1)",
    ]);
    expect(nodesOf(site.paths({ start: { event: "Page Engaged" } }))).toEqual([
      "1:event:Page Engaged 1 (0)",
      "2:event:cart 1 (1)",
    ]);
    expect(site.paths({ includeBots: true }).total).toBe(2);
  });

  it("is nobody's who has but passive events in the range", () => {
    const site = givenJourneys({ ada: ["09:00 buy (passive)"], ben: ["09:00 view"] });
    expect(site.paths({ end }).share).toMatchObject({ part: 0, whole: 1 });
  });

  it("is that of a segment's visitors alone", () => {
    const site = givenJourneys(shop);
    const segment = { not: { did: { event: "buy" } } };
    expect(nodesOf(site.paths({ start, segment, depth: 2 }))).toEqual([
      "1:event:view 2 (0)",
      "2:event:cart 1 (1)",
      "2:event:search 1 (0) and 1 on",
    ]);
  });
});

describe("steps", () => {
  it("beyond the limit are one at each depth, and may follow each other", () => {
    const site = givenJourneys({
      ada: ["09:00 a", "09:01 x"],
      ben: ["09:00 a", "09:01 y", "09:02 a"],
      cyd: ["09:00 b", "09:01 z"],
      dan: ["09:00 c"],
      eve: ["09:00 a", "09:01 x"],
    });
    const answer = site.paths({ limit: 1, depth: 2 });
    expect(nodesOf(answer)).toEqual([
      "1:event:a 3 (0)",
      "1:other 2 (1)",
      "2:event:x 2 (2)",
      "2:other 2 (1) and 1 on",
    ]);
    expect(answer.nodes[1]).toMatchObject({ kind: "event", value: null, label: "Other", other: true });
    expect(linksOf(answer)).toEqual([
      "1:event:a → 2:event:x 2",
      "1:event:a → 2:other 1",
      "1:other → 2:other 1",
    ]);
  });

  it("are the paths of page views, and what starts or ends them by name", () => {
    const site = givenJourneys({
      ada: [
        "09:00 Page Viewed path=/",
        "09:01 search",
        "09:02 Page Viewed path=/p/1 query=?a=1",
        "09:03 Page Viewed",
        "09:04 buy",
      ],
    });
    expect(nodesOf(site.paths({ end, by: "page" }))).toEqual([
      "1:event:buy 1 (0)",
      "2:page:/p/1 1 (0)",
      "3:page:/ 1 (1)",
    ]);
    expect(nodesOf(site.paths({ start: { page: "/p/*" }, by: "page" }))).toEqual(["1:page:/p/1 1 (1)"]);
  });

  it("are told apart whatever their names hold", () => {
    const names = ["other", "event:a", "1:other", "a → b", "*"];
    const site = givenJourneys(
      Object.fromEntries(names.map((name, n) => [`v${n}`, [`09:00 ${name}`, `09:01 ${name}!`]])),
    );
    const { nodes } = site.paths({ limit: 3 });
    expect(new Set(nodes.map(({ id }) => id)).size).toBe(8);
    expect(nodes.filter(({ other }) => other)).toHaveLength(2);
  });

  describe("by goal", () => {
    const goals = [
      goal("sale", { name: "The sale", match: { event: "buy" } }),
      goal("big", { match: { event: "buy" }, tier: "macro", stage: "lead" }),
      goal("cart", { tier: "micro", stage: "cart" }),
      goal("read", { tier: "micro", stage: "engagement", match: { engaged: { seconds: 5 } } }),
      goal("any", {
        tier: "micro",
        stage: "interaction",
        match: { any: [{ event: "cart" }, { event: "buy" }] },
      }),
    ];
    const site = givenJourneys(
      {
        ada: [
          "09:00 view",
          "09:01 Page Engaged engagedSeconds=5 viewId=1",
          "09:02 cart",
          "09:03 help",
          "09:04 buy (passive)",
        ],
      },
      { goals },
    );

    it("are each a step where one event reaches several: by stage, macros last", () => {
      const answer = site.paths({ by: "goal", depth: 10 });
      expect(nodesOf(answer)).toEqual([
        "1:goal:read 1 (0)",
        "2:goal:any 1 (0)",
        "3:goal:cart 1 (0)",
        "4:goal:any 1 (0)",
        "5:goal:sale 1 (0)",
        "6:goal:big 1 (1)",
      ]);
      expect(answer.nodes[4]).toMatchObject({ kind: "goal", value: "sale", label: "The sale" });
    });

    it("begin with the goal that is the start or end, of those that its event reaches", () => {
      expect(nodesOf(site.paths({ by: "goal", end: { goal: "sale" }, depth: 3 }))).toEqual([
        "1:goal:sale 1 (0)",
        "2:goal:any 1 (0)",
        "3:goal:cart 1 (0) and 1 on",
      ]);
      expect(nodesOf(site.paths({ by: "goal", start: { goal: "cart" }, depth: 3 }))).toEqual([
        "1:goal:cart 1 (0)",
        "2:goal:any 1 (0)",
        "3:goal:sale 1 (0) and 1 on",
      ]);
    });

    it("may be some goals alone, and start with what is none", () => {
      const answer = site.paths({ by: "goal", goals: ["big", "cart"], start: { event: "view" } });
      expect(nodesOf(answer)).toEqual(["1:event:view 1 (0)", "2:goal:cart 1 (0)", "3:goal:big 1 (1)"]);
    });
  });
});

describe("in any world", () => {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

  it("nobody is lost: who is at a step came by a link, and goes on, drops out or goes beyond", () => {
    fc.assert(
      fc.property(asking(pathsQuestions), ({ world, asked }) => {
        const { nodes, links, dropped, total, direction, share } = productAnswer(asked, world);
        const { depth = 5, limit = 8 } = asked.question;
        const isBack = direction === "backward";
        const at = (one: number) => nodes.filter((node) => node.depth === one);
        for (const { id, depth: own, visitors, ...node } of nodes) {
          const onwards = links.filter(({ source, target }) => (isBack ? target : source) === id);
          const arrived = links.filter(({ source, target }) => (isBack ? source : target) === id);
          const count = (some: typeof links) => sum(some.map((link) => link.visitors));
          expect(count(onwards) + node.dropped + node.beyond).toBe(visitors);
          if (own > 1) expect(count(arrived)).toBe(visitors);
          expect(visitors).toBeGreaterThan(0);
        }
        expect(sum(at(1).map(({ visitors }) => visitors))).toBe(total);
        expect(share.part).toBe(total);
        expect(sum(dropped.map(({ visitors }) => visitors)) + sum(nodes.map(({ beyond }) => beyond))).toBe(
          total,
        );
        expect(dropped.map((one) => one.depth)).toEqual(Array.from({ length: depth }, (_, d) => d + 1));
        for (const { depth: own, visitors } of dropped) {
          expect(sum(at(own).map((node) => node.dropped))).toBe(visitors);
          expect(at(own).filter(({ other }) => !other).length).toBeLessThanOrEqual(limit);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("a larger depth or limit only adds: what was told apart stays as it was", () => {
    fc.assert(
      fc.property(asking(pathsQuestions), ({ world, asked }) => {
        const few = productAnswer({ ...asked, question: { ...asked.question, depth: 3, limit: 1 } }, world);
        const many = productAnswer({ ...asked, question: { ...asked.question, depth: 5, limit: 20 } }, world);
        expect(many.total).toBe(few.total);
        for (const node of few.nodes.filter(({ other, depth }) => !other && depth < 3))
          expect(many.nodes).toContainEqual(node);
        expect(many.dropped.slice(0, 3)).toEqual(few.dropped);
      }),
      { numRuns: 200 },
    );
  });
});

describe("a wrong question", () => {
  const range = { from: "2026-03-02", to: "2026-03-09" };
  it.each([
    [{ start, end }, "end"],
    [{ depth: 0 }, "depth"],
    [{ depth: 11 }, "depth"],
    [{ depth: 1.5 }, "depth"],
    [{ limit: 0 }, "limit"],
    [{ limit: 21 }, "limit"],
    [{ by: "channel" }, "by"],
    [{ goals: ["buy"] }, "goals"],
    [{ by: "goal", goals: [] }, "goals"],
    [{ windowMs: 0 }, "windowMs"],
    [{ start: { event: "" } }, "start.event"],
    [{ step: 1 }, "step"],
  ])("%j is refused at %s", (wrong, path) => {
    const ask = () => parseQuestion({ report: "paths", question: { ...range, ...wrong } });
    expect(ask).toThrow(expect.objectContaining({ code: "invalid", path }));
  });

  it.each([
    [{ start: { goal: "gone" } }, "start.goal"],
    [{ end: { any: [{ goal: "gone" }] } }, "end.any.0.goal"],
    [{ by: "goal" as const, goals: ["buy", "gone"] }, "goals.1"],
    [{ segment: { did: { goal: "gone" } } }, "segment.did.goal"],
  ])("%j names a goal that never was, and is refused at %s", (wrong, path) => {
    const site = givenJourneys(shop, { goals: [goal("buy")] });
    expect(() => site.paths(wrong)).toThrow(expect.objectContaining({ code: "invalid", path }));
  });

  it("looks for more goals than can be told apart at once, and hears what to do", () => {
    const goals = Array.from({ length: 40 }, (_, n) => goal(`goal-${n}`));
    const site = givenJourneys(shop, { goals });
    expect(() => site.paths({ by: "goal" })).toThrow(
      expect.objectContaining({ path: "goals", message: expect.stringContaining("Name the goals") }),
    );
    expect(site.paths({ by: "goal", goals: ["goal-39"] }).total).toBe(0);
  });
});
