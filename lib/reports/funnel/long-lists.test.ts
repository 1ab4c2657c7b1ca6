import { expect, it } from "vitest";
import { productAnswer } from "../testing/answers";
import type { EventFact, World } from "../testing/world";

const start = Date.parse("2026-03-02T09:00:00Z");
const holdConstant = ["property.a", "property.b", "property.c"];

/** How many reach each step of view → buy, where one visitor did what is stated, a second apart. */
const reached = (events: readonly [string, object][], fields = holdConstant): number[] => {
  const facts = events.map(
    ([name, properties], seq): EventFact => ({
      kind: "event",
      seq: seq + 1,
      at: start + seq * 1000,
      name,
      userId: null,
      anonymousId: "ada",
      sessionId: null,
      passive: false,
      bot: false,
      context: {},
      properties: { ...properties },
    }),
  );
  const world: World = {
    facts,
    goals: [],
    project: { id: "p", slug: "p", name: "P", timezone: "UTC", currency: "EUR", sessionGapMs: 1_800_000 },
    now: Date.parse("2026-05-01"),
  };
  const steps = [{ event: "view" }, { event: "buy" }];
  const range = { from: "2026-03-02", to: "2026-04-01" };
  const question = { ...range, steps, windowMs: 3_600_000, holdConstant: fields };
  return productAnswer({ report: "funnel", question }, world).steps.map((step) => step.reached);
};

const list = (size: number) => Array.from({ length: size }, (_, n) => `${n}`);

it("looks at the first 100 elements of a list, at entry and later", () => {
  const only = ["property.a"];
  expect(
    reached(
      [
        ["view", { a: list(120) }],
        ["buy", { a: "99" }],
      ],
      only,
    ),
  ).toEqual([1, 1]);
  expect(
    reached(
      [
        ["view", { a: list(120) }],
        ["buy", { a: "100" }],
      ],
      only,
    ),
  ).toEqual([1, 0]);
  expect(
    reached(
      [
        ["view", { a: "99" }],
        ["buy", { a: list(120) }],
      ],
      only,
    ),
  ).toEqual([1, 1]);
  expect(
    reached(
      [
        ["view", { a: "100" }],
        ["buy", { a: list(120) }],
      ],
      only,
    ),
  ).toEqual([1, 0]);
});

it("tries the first 1,000 combinations of an entry, and finds any in a later event", () => {
  const entry = { a: list(100), b: list(100), c: "1" };
  expect(
    reached([
      ["view", entry],
      ["buy", { a: "9", b: "99", c: "1" }],
    ]),
  ).toEqual([1, 1]);
  expect(
    reached([
      ["view", entry],
      ["buy", { a: "10", b: "0", c: "1" }],
    ]),
  ).toEqual([1, 0]);
  expect(
    reached([
      ["view", { a: "99", b: "99", c: "1" }],
      ["buy", entry],
    ]),
  ).toEqual([1, 1]);
});

// Every product of these lists has 1,728,000 members: whoever has a write key must not hold up everyone else.
it("takes little time over long lists in three fields", { timeout: 20_000 }, () => {
  const lists = { a: list(120), b: list(120), c: list(120) };
  const others = { a: list(120), b: list(120), c: "none" };
  const events = list(20).map((): [string, object] => ["view", lists]);
  expect(reached([...events, ["buy", others]])).toEqual([1, 0]);
});

it("takes little time over many events that agree in one field only", { timeout: 20_000 }, () => {
  const views = list(20_000).map((n): [string, object] => [
    "view",
    { a: `${Number(n) % 50}`, b: "same", c: "1" },
  ]);
  const buys = list(20_000).map((): [string, object] => ["buy", { a: "other", b: "same", c: "1" }]);
  expect(reached([...views, ...buys])).toEqual([1, 0]);
});
