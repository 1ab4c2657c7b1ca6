import { describe, expect, it } from "vitest";
import { type Goal, goalDefinition } from "@/lib/goals/definition";
import { starterGoals } from "@/lib/goals/starter-goals";
import type { Matcher } from "@/lib/matching/definition";
import { draftOf, keyOfName, newAlternative, newCondition, newDraft } from "./draft";
import { goalOfDraft, placeInDraft } from "./goal-of-draft";

const goal = (parts: Partial<Goal>): Goal => ({
  key: "signed-up",
  name: "Signed up",
  tier: "micro",
  stage: "interaction",
  match: { event: "Signed Up" },
  counting: "every",
  value: { none: true },
  ...parts,
});

const shown: Goal[] = [
  ...starterGoals,
  goal({ match: { page: "/thanks/**", where: { field: "device", op: "is", value: ["mobile", "tablet"] } } }),
  goal({ match: { engaged: { scrollPercent: 75, seconds: 30, page: "/blog/*" } } }),
  goal({ match: { engaged: { seconds: 30 } }, counting: "visitor" }),
  goal({
    match: {
      any: [
        {
          event: "A",
          where: {
            and: [
              { field: "property.price", op: "between", value: [1, 9.5] },
              { field: "property.coupon", op: "exists" },
              { field: "property.items", op: "gte", value: 2 },
              { field: "title", op: "contains", value: "a, b" },
            ],
          },
        },
        { page: "/b" },
      ],
    },
  }),
  goal({ value: { fixed: { minor: 5, currency: "EUR" } } }),
  goal({ value: { fixed: { minor: 1500, currency: "JPY" } } }),
  goal({ value: { fixed: { minor: 1234567, currency: "KWD" } } }),
  goal({ value: { property: "property.total" }, counting: { key: "property.id" } }),
];

describe("a goal that the form can show", () => {
  it.each(shown)("comes out of the form as it went in: $match", (saved) => {
    const { value, problems } = goalOfDraft(draftOf(saved, "EUR"));
    expect(problems).toEqual({});
    expect(value).toEqual(saved);
    expect(goalDefinition.parse(value)).toEqual(saved);
  });
});

describe("a rule beyond the form", () => {
  const beyond: Matcher[] = [
    { goal: "purchase" },
    { any: [{ any: [{ event: "A" }] }] },
    { any: [{ event: "A" }], where: { field: "path", op: "is", value: "/" } },
    { event: "A", where: { not: { field: "path", op: "is", value: "/" } } },
    { event: "A", where: { or: [{ field: "path", op: "is", value: "/" }] } },
    { event: "A", where: { field: "title", op: "is", value: ["a, b", "c"] } },
  ];
  it.each(beyond)("is kept as it is: %j", (match) => {
    const saved = goal({ match });
    expect(goalOfDraft(draftOf(saved, "EUR")).value).toEqual(saved);
  });
});

describe("an unfinished goal", () => {
  it("says what is missing and where", () => {
    const draft = newDraft("EUR");
    const condition = { ...newCondition(), op: "between" as const, value: "1" };
    const alternatives = [
      { ...newAlternative(), conditions: [condition] },
      { ...newAlternative(), kind: "page" as const },
      { ...newAlternative(), kind: "engaged" as const, scrollPercent: "120", seconds: "a while" },
    ];
    const { problems } = goalOfDraft({
      ...draft,
      alternatives,
      counting: "key",
      countingKey: "",
      value: "fixed",
      amount: "five",
    });
    expect(problems).toEqual({
      name: "Give the goal a name.",
      "alternatives.0.event": "Name the event.",
      "alternatives.0.conditions.0.field": "Name a property or field.",
      "alternatives.0.conditions.0.high": "Enter a number.",
      "alternatives.1.page": "Enter a path like /thanks or /p/*.",
      "alternatives.2.scrollPercent": "Enter a number from 1 to 100.",
      "alternatives.2.seconds": "Enter a number of at least 1.",
      countingKey: "Name the property that tells orders apart.",
      amount: "Enter an amount like 5.50, in a currency like EUR.",
    });
  });

  it("takes a property without the word in front, a comma as decimal point, and lists", () => {
    const condition = { ...newCondition(), field: " plan ", value: "pro, team," };
    const draft = {
      ...newDraft("EUR"),
      name: "Upgraded",
      key: "upgraded",
      alternatives: [{ ...newAlternative(), event: " Upgraded ", conditions: [condition] }],
      value: "fixed" as const,
      amount: "5,50",
    };
    const { value, problems } = goalOfDraft(draft);
    expect(problems).toEqual({});
    expect(value.match).toEqual({
      event: "Upgraded",
      where: { field: "property.plan", op: "is", value: ["pro", "team"] },
    });
    expect(value.value).toEqual({ fixed: { minor: 550, currency: "EUR" } });
  });
});

it.each([
  ["name", "name"],
  ["match.event", "alternatives.0.event"],
  ["match.any.2.page", "alternatives.2.page"],
  ["match.engaged.scrollPercent", "alternatives.0.scrollPercent"],
  ["match.engaged.page", "alternatives.0.engagedPage"],
  ["match.where.value", "alternatives.0.conditions.0.value"],
  ["match.any.1.where.and.3.field", "alternatives.1.conditions.3.field"],
  ["match.where", "alternatives.0.conditions.0.value"],
  ["counting.key", "countingKey"],
  ["value.fixed.currency", "amount"],
  ["value.property", "valueProperty"],
  ["match", null],
  ["elsewhere", null],
  [undefined, null],
])("shows what the server says about %s at %s", (path, place) => {
  expect(placeInDraft(path)).toBe(place);
});

it.each([
  ["Added to cart", "added-to-cart"],
  ["  Größe & Maß!  ", "grosse-mass"],
  ["Élan", "elan"],
  ["日本", ""],
  ["x".repeat(70), "x".repeat(63)],
])("makes of the name %j the key %j", (name, key) => {
  expect(keyOfName(name)).toBe(key);
});
