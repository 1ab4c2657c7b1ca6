import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AppError, isAppError } from "@/lib/errors";
import type { Filter, Matcher } from "@/lib/matching/definition";
import { fieldsOfMatcher, type GoalRules } from "@/lib/matching/rules";
import { givenPart, givenRuns, inArrival, type Row, scanned } from "./testing/given-rows";

/** An event: its name, context fields by theirs, properties as an object. Times count up unless stated. */
type Event = { name?: string; at?: number; properties?: Record<string, unknown>; [context: string]: unknown };

const rowOf = ({ name, at, properties = {}, ...context }: Event): Row => ({
  name,
  at,
  fields: {
    ...context,
    ...Object.fromEntries(Object.entries(properties).map(([key, value]) => [`property.${key}`, value])),
  },
});

const masksOf = (matchers: readonly Matcher[], events: readonly Event[], rules: GoalRules): number[] =>
  inArrival(scanned(givenPart(givenRuns(events.map(rowOf))), { matchers, rules })).map(({ mask }) => mask);

/** One character an event: "1" where the matcher holds. All are one visitor's. */
const matched = (matcher: Matcher, events: readonly Event[], goals: GoalRules = new Map()): string =>
  masksOf([matcher], events, goals).join("");
const filtered = (where: Filter, ...events: Event[]): string => matched({ event: "view", where }, events);
const withColour = (...values: unknown[]): Event[] =>
  values.map((colour) => (colour === undefined ? {} : { properties: { colour } }));

const errorOf = (run: () => unknown): AppError | undefined => {
  try {
    run();
  } catch (error) {
    if (isAppError(error)) return error;
    throw error;
  }
  return undefined;
};

describe("a page rule", () => {
  const views = (...paths: string[]): Event[] =>
    paths.map((text) => {
      const [path = "", query] = text.split(/(?=\?)/);
      return { name: "Page Viewed", path, query };
    });

  it.each([
    ["/", "/", "/shop"],
    ["/shop", "/shop", "/shop/"],
    ["/p/*", "/p/1", "/p/1/reviews"],
    ["/p/*", "/p/", "/p"],
    ["/p/**", "/p/1/reviews", "/q/1"],
    ["/*/reviews", "/1/reviews", "/p/1/reviews"],
    ["**/reviews", "/p/1/reviews", "/p/1/reviews/2"],
    ["/p*", "/products", "/products/1"],
    ["/Cart", "/Cart", "/cart"],
    ["/a.b", "/a.b", "/axb"],
    ["/a+(b)[c]", "/a+(b)[c]", "/aab[c]"],
    ["/thanks", "/thanks?order=1", "/thankyou"],
    ["/thanks?order=*", "/thanks?order=1", "/thanks"],
    ["/thanks?order=*", "/thanks?order=1&x=2", "/thanks?x=2"],
    ["/?*", "/?utm_source=x", "/"],
  ])("%s holds for %s and not for %s", (page, yes, no) => {
    expect(matched({ page }, views(yes, no))).toBe("10");
  });

  it("holds for page views alone", () => {
    expect(
      matched({ page: "**" }, [{ name: "Page Viewed", path: "/" }, { path: "/" }, { name: "Page Viewed" }]),
    ).toBe("100");
  });
});

describe("a filter", () => {
  it.each([
    [{ op: "is", value: "red" }, "10000"],
    [{ op: "is", value: ["red", 7] }, "10100"],
    [{ op: "is", value: "7" }, "00100"],
    [{ op: "is", value: "true" }, "00010"],
    [{ op: "isNot", value: "red" }, "01111"],
    [{ op: "contains", value: "e" }, "11010"],
    [{ op: "notContains", value: "e" }, "00101"],
    [{ op: "startsWith", value: "r" }, "10000"],
    [{ op: "endsWith", value: "e" }, "01010"],
    [{ op: "glob", value: "*u*" }, "01010"],
    [{ op: "regex", value: "^(red|blue)$" }, "11000"],
    [{ op: "regex", value: "(?i)RE" }, "10000"],
    [{ op: "gt", value: 6 }, "00100"],
    [{ op: "gte", value: 7 }, "00100"],
    [{ op: "lt", value: 7 }, "00000"],
    [{ op: "lte", value: 7 }, "00100"],
    [{ op: "between", value: [7, 7] }, "00100"],
    [{ op: "exists" }, "11110"],
    [{ op: "notExists" }, "00001"],
  ] as const)("%o holds for red, blue, 7, true and a missing value as %s", (condition, expected) => {
    const where = { field: "property.colour", ...condition } as Filter;
    expect(filtered(where, ...withColour("red", "blue", 7, true, undefined))).toBe(expected);
  });

  it("holds where it is negated and nothing is there, null and an empty list included", () => {
    const events = withColour(undefined, null, [], "red");
    const is: Filter = { field: "property.colour", op: "is", value: "red" };
    expect(filtered(is, ...events)).toBe("0001");
    expect(filtered({ not: is }, ...events)).toBe("1110");
    expect(filtered({ ...is, op: "isNot" }, ...events)).toBe("1110");
    expect(filtered({ field: "property.colour", op: "notExists" }, ...events)).toBe("1110");
    expect(filtered({ field: "country", op: "isNot", value: "DE" }, { country: "DE" }, {})).toBe("01");
  });

  it("reads numbers that were sent as text, and no number into other text", () => {
    const where: Filter = { field: "property.colour", op: "lt", value: 10 };
    expect(filtered(where, ...withColour("7", " 7.5 ", "-3", "", " ", "many", "1e1"))).toBe("1110000");
  });

  it("walks into objects, and into lists where any element will do", () => {
    const size = (item: unknown): Event => ({ properties: { item } });
    const events = [
      size({ size: "S" }),
      size([{ size: "M" }, { size: "S" }]),
      size({ size: ["L", "S"] }),
      size({ size: { size: "S" } }),
      size("S"),
      size([]),
      size({}),
    ];
    const is: Filter = { field: "property.item.size", op: "is", value: "S" };
    expect(filtered(is, ...events)).toBe("1110000");
    expect(filtered({ ...is, op: "isNot" }, ...events)).toBe("0001111");
    const inherited: Filter = { field: "property.item.constructor", op: "exists" };
    expect(filtered(inherited, ...events)).toBe("0000000");
  });

  it("combines and, or, not", () => {
    const red: Filter = { field: "property.colour", op: "is", value: "red" };
    const german: Filter = { field: "country", op: "is", value: "DE" };
    const events: Event[] = [
      { country: "DE", properties: { colour: "red" } },
      { country: "DE" },
      { properties: { colour: "red" } },
      {},
    ];
    expect(filtered({ and: [red, german] }, ...events)).toBe("1000");
    expect(filtered({ or: [red, german] }, ...events)).toBe("1110");
    expect(filtered({ not: { or: [red, german] } }, ...events)).toBe("0001");
  });

  it("explains a regular expression that RE2 does not know", () => {
    const run = (value: string) =>
      errorOf(() => filtered({ field: "path", op: "regex", value }, { path: "/" }));
    expect(run("(")).toMatchObject({ code: "invalid", path: "value" });
    expect(run("(")?.message).toContain("RE2");
    expect(run("(?=look)")).toMatchObject({ code: "invalid" });
    expect(run("(a)\\1")).toMatchObject({ code: "invalid" });
  });

  it("is as fast for a hostile pattern as for any other", () => {
    const path = `${"a".repeat(1_000)}!`;
    const startedAt = performance.now();
    expect(filtered({ field: "path", op: "regex", value: "^(a+)+$" }, { path })).toBe("0");
    expect(filtered({ field: "path", op: "regex", value: "(.*a){12}b" }, { path })).toBe("0");
    expect(filtered({ field: "path", op: "glob", value: `${"*a".repeat(40)}b` }, { path })).toBe("0");
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});

describe("an engaged rule", () => {
  const engaged = (
    viewId: string | undefined,
    scrollPercent: number,
    engagedSeconds: number,
    more: Event = {},
  ): Event => ({
    name: "Page Engaged",
    properties: { scrollPercent, engagedSeconds, ...(viewId === undefined ? {} : { viewId }) },
    ...more,
  });

  it("holds once a page view, at the first event that crosses", () => {
    const events = [
      engaged("a", 30, 5),
      engaged("a", 60, 9),
      engaged("b", 80, 1),
      engaged("a", 90, 40),
      engaged("b", 80, 30),
    ];
    expect(matched({ engaged: { scrollPercent: 50 } }, events)).toBe("01100");
    expect(matched({ engaged: { scrollPercent: 50, seconds: 30 } }, events)).toBe("00011");
    expect(matched({ engaged: { seconds: 60 } }, events)).toBe("00000");
  });

  it("goes by time where events arrived out of order, and by arrival in one millisecond", () => {
    const late = [
      engaged("a", 90, 9, { at: 20 }),
      engaged("a", 60, 9, { at: 10 }),
      engaged("a", 60, 9, { at: 10 }),
    ];
    expect(matched({ engaged: { scrollPercent: 50 } }, late)).toBe("010");
  });

  it("takes each event that names no page view", () => {
    expect(matched({ engaged: { seconds: 5 } }, [engaged(undefined, 0, 5), engaged(undefined, 0, 5)])).toBe(
      "11",
    );
  });

  it("may ask for a page, and filters only the event that crosses", () => {
    const events = [
      engaged("a", 60, 5, { path: "/p/1", device: "desktop" }),
      engaged("a", 70, 6, { path: "/p/1", device: "mobile" }),
    ];
    expect(matched({ engaged: { scrollPercent: 50, page: "/p/*" } }, events)).toBe("10");
    expect(matched({ engaged: { scrollPercent: 50, page: "/q/*" } }, events)).toBe("00");
    const where: Filter = { field: "device", op: "is", value: "mobile" };
    expect(matched({ engaged: { scrollPercent: 50 }, where }, events)).toBe("00");
  });
});

describe("a rule made of rules", () => {
  const goals: GoalRules = new Map<string, Matcher>([
    ["view", { event: "view", where: { field: "country", op: "is", value: "DE" } }],
    ["either", { any: [{ goal: "view" }, { event: "buy" }] }],
    ["self", { any: [{ event: "buy" }, { goal: "other" }] }],
    ["other", { goal: "self" }],
  ]);
  const events: Event[] = [{ country: "DE" }, { country: "FR" }, { name: "buy", country: "FR" }];

  it("takes what any part takes, each with its own filter and all with the outer one", () => {
    expect(matched({ goal: "either" }, events, goals)).toBe("101");
    expect(
      matched({ goal: "either", where: { field: "country", op: "is", value: "FR" } }, events, goals),
    ).toBe("001");
  });

  it("names the columns it reads", () => {
    const fields = new Set<string>();
    const where: Filter = {
      or: [{ not: { field: "property.a.b", op: "exists" } }, { field: "channel", op: "exists" }],
    };
    fieldsOfMatcher({ any: [{ goal: "view" }, { engaged: { seconds: 1 } }], where }, goals, fields);
    expect([...fields].sort()).toEqual(
      [
        "channel",
        "country",
        "property.a",
        "property.engagedSeconds",
        "property.scrollPercent",
        "property.viewId",
      ].sort(),
    );
  });

  it("says that a goal is unknown, or defined by itself", () => {
    const fields = (matcher: Matcher) => errorOf(() => fieldsOfMatcher(matcher, goals, new Set()));
    expect(fields({ goal: "gone" })).toMatchObject({ code: "invalid", path: "goal" });
    expect(fields({ goal: "self" })).toMatchObject({ code: "invalid", path: "goal" });
    expect(fields({ any: [{ goal: "view" }, { goal: "view" }] })).toBeUndefined();
  });
});

describe("masks", () => {
  it("hold a bit for each of 32 matchers, the same as one by one", () => {
    const name = fc.constantFrom("view", "cart", "buy");
    fc.assert(
      fc.property(
        fc.array(
          name.map((event): Matcher => ({ event })),
          { minLength: 1, maxLength: 32, size: "max" },
        ),
        fc.array(
          name.map((event): Event => ({ name: event })),
          { maxLength: 10 },
        ),
        (matchers, events) => {
          const masks = masksOf(matchers, events, new Map());
          for (const [bit, matcher] of matchers.entries()) {
            const ofBit = masks.map((mask) => (mask >>> bit) & 1).join("");
            expect(ofBit).toBe(matched(matcher, events));
          }
        },
      ),
    );
  });
});
