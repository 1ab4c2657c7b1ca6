import { describe, expect, it } from "vitest";
import type { Matcher } from "@/lib/matching/definition";
import { checkGoal, usersOf } from "./check-goal";
import type { Goal } from "./definition";

const goal = (key: string, match: Matcher): Goal => ({
  key,
  name: key,
  tier: "micro",
  stage: "cart",
  match,
  counting: "every",
  value: { none: true },
});

const check =
  (wanted: Goal, ...others: Goal[]) =>
  () =>
    checkGoal(wanted, [...others, wanted]);

describe("checkGoal", () => {
  it("accepts goals that build on each other", () => {
    const cart = goal("cart", { event: "Product Added" });
    const either = goal("either", { any: [{ goal: "cart" }, { page: "/cart" }] });
    expect(check(goal("both", { goal: "either" }), cart, either)).not.toThrow();
  });

  it("refuses goals that multiply", () => {
    const levels = Array.from({ length: 12 }, (_, n) =>
      goal(`g${n}`, { any: Array(20).fill(n === 0 ? { event: "A" } : { goal: `g${n - 1}` }) }),
    );
    expect(check(goal("new", { goal: "g1" }), ...levels)).not.toThrow();
    expect(check(goal("new", { goal: "g11" }), ...levels)).toThrow(
      expect.objectContaining({ code: "invalid", path: "match", message: expect.stringContaining("1000") }),
    );
  });

  it.each([
    [
      "a goal that is not there",
      { any: [{ event: "A" }, { goal: "gone" }] },
      "match.any.1.goal",
      /no goal with the key gone/,
    ],
    ["itself", { goal: "new" }, "match.goal", /new → new/],
    ["itself by way of another", { any: [{ goal: "friend" }] }, "match.any.0.goal", /new → friend → new/],
    [
      "a regular expression that cannot be used",
      { event: "A", where: { and: [{ field: "path", op: "regex", value: "(" }] } },
      "match.where.and.0.value",
      /regular expression/,
    ],
    [
      "a look-ahead, which RE2 does not have",
      { event: "A", where: { not: { field: "path", op: "regex", value: "(?=a)" } } },
      "match.where.not.value",
      /RE2/,
    ],
  ] as [string, Matcher, string, RegExp][])("refuses %s", (_, match, path, message) => {
    const friend = goal("friend", { goal: "new" });
    expect(check(goal("new", match), friend)).toThrow(expect.objectContaining({ code: "invalid", path }));
    expect(check(goal("new", match), friend)).toThrow(message);
  });
});

describe("usersOf", () => {
  it("finds the goals whose rules name one, also within any-of", () => {
    const direct = goal("direct", { goal: "cart" });
    const within = goal("within", { any: [{ event: "A" }, { any: [{ goal: "cart" }] }] });
    const other = goal("other", { event: "cart" });
    expect(usersOf("cart", [direct, within, other])).toEqual([direct, within]);
  });
});
