import { describe, expect, it } from "vitest";
import type { SegmentFilter } from "@/lib/matching/definition";
import { segmentDefinition } from "@/lib/segments/definition";
import { draftOf, newDid, newDraft, newField, newGroup, newSaved, rootOf } from "./draft";
import { durationOf, durationWords, msOf } from "./duration";
import { filterOfNode, placeInDraft, segmentOfDraft } from "./filter-of-draft";
import { segmentText } from "./segment-in-words";

const names = { goals: { purchase: "Purchase" }, segments: { buyers: "Mobile buyers" } };
const day = 86_400_000;

const shown: SegmentFilter[] = [
  { field: "device", op: "is", value: "mobile" },
  { field: "device", op: "isNot", value: ["mobile", "tablet"] },
  { field: "title", op: "is", value: ["Hats, caps and more", "50 % off"] },
  { field: "first.channel", op: "contains", value: "Paid" },
  { field: "session.path", op: "glob", value: "/blog/**" },
  { field: "path", op: "regex", value: "^/p/\\d+$" },
  { field: "trait.age", op: "between", value: [18, 29.5] },
  { field: "trait.orders", op: "gte", value: 3 },
  { field: "trait.plan", op: "exists" },
  { field: "visitor.isNew", op: "is", value: false },
  { field: "session.isFirst", op: "is", value: true },
  { segment: "buyers" },
  { not: { segment: "buyers" } },
  { did: { event: "Order Completed" } },
  { did: { goal: "purchase" }, atLeast: 3, withinMs: 30 * day },
  { not: { did: { page: "/sale/*" }, withinMs: 36 * 3_600_000 } },
  { did: { engaged: { scrollPercent: 75, page: "/blog/*" } } },
  {
    did: {
      goal: "purchase",
      where: {
        and: [
          { field: "property.revenue", op: "gt", value: 50 },
          { field: "device", op: "is", value: ["mobile", "tablet"] },
        ],
      },
    },
  },
  {
    and: [
      { field: "device", op: "is", value: "mobile" },
      {
        or: [
          { did: { event: "Order Completed" } },
          { and: [{ segment: "buyers" }, { not: { did: { event: "Refunded" } } }] },
        ],
      },
    ],
  },
  { or: [{ field: "os", op: "is", value: "iOS" }, { not: { field: "country", op: "is", value: "DE" } }] },
  { not: { or: [{ segment: "buyers" }, { field: "os", op: "notExists" }] } },
];

describe("a filter that the form can show", () => {
  it.each(shown)("comes out of the form as it went in: %j", (filter) => {
    const segment = { key: "some", name: "Some", filter };
    const draft = draftOf(segment);
    const { value, problems } = segmentOfDraft(draft);
    expect(problems).toEqual({});
    expect(value).toEqual(segment);
    expect(JSON.stringify(draft.root)).not.toContain('"raw"');
    expect(segmentDefinition.parse(value)).toEqual(segment);
  });
});

describe("a filter beyond the form", () => {
  const beyond: SegmentFilter[] = [
    { did: { any: [{ event: "A" }, { event: "B" }] }, atLeast: 2 },
    {
      did: {
        event: "A",
        where: {
          or: [
            { field: "path", op: "is", value: "/" },
            { field: "os", op: "exists" },
          ],
        },
      },
    },
    { did: { event: "A" }, withinMs: 90_000 },
    { field: "visitor.isNew", op: "isNot", value: true },
  ];
  it.each(beyond)("is kept as it is written, also between others: %j", (filter) => {
    expect(filterOfNode(rootOf(filter)).value).toEqual(filter);
    const both: SegmentFilter = { and: [{ field: "device", op: "is", value: "mobile" }, filter] };
    const root = rootOf(both);
    expect(root.parts.map(({ kind }) => kind)).toEqual(["field", "raw"]);
    expect(filterOfNode(root).value).toEqual(both);
  });

  it("means the same where only the writing differs", () => {
    const filter: SegmentFilter = {
      and: [{ or: [{ field: "device", op: "is", value: ["mobile"] }] }],
    };
    expect(filterOfNode(rootOf(filter)).value).toEqual({ field: "device", op: "is", value: "mobile" });
  });
});

describe("an unfinished segment", () => {
  it("says what is missing and where", () => {
    const draft = newDraft();
    const field = newField("trait.", "trait");
    const between = { ...newField("path", "between"), op: "between" as const, low: "a" };
    const did = { ...newDid("goal", "did"), times: "0", within: { count: "soon", unit: "d" as const } };
    const parts = [...draft.root.parts, field, between, did, newSaved("saved"), newGroup([], "empty")];
    const raw = { id: "raw", kind: "raw" as const, text: "{" };
    expect(segmentOfDraft({ ...draft, root: { ...draft.root, parts: [...parts, raw] } }).problems).toEqual({
      name: "Give the segment a name.",
      "saved-0.value": "Add a value.",
      "trait.field": "Name the trait.",
      "trait.value": "Add a value.",
      "between.value": "Enter a number.",
      "between.high": "Enter a number.",
      "did.goal": "Choose a goal.",
      "did.times": "Enter a whole number from 1.",
      "did.within": "Enter a whole number from 1.",
      "saved.segment": "Choose a segment.",
      "empty.parts": "Add at least one condition.",
      "raw.json": 'This is not JSON. A filter looks like {"field": "device", "op": "is", "value": "mobile"}.',
    });
  });

  it("shows what the server said at the field it is about", () => {
    const draft = draftOf({
      key: "some",
      name: "Some",
      filter: {
        and: [
          { field: "path", op: "regex", value: "(" },
          {
            not: {
              or: [
                { segment: "gone" },
                { did: { event: "A", where: { field: "os", op: "regex", value: "(" } } },
              ],
            },
          },
        ],
      },
    });
    const { places } = segmentOfDraft(draft);
    const at = (path: string | undefined) => placeInDraft(path, places);
    expect(at("filter.and.0.value")).toBe("saved-0.value");
    expect(at("filter.and.1.not.or.0.segment")).toBe("saved-1-0.segment");
    expect(at("filter.and.1.not.or.1.did.where.value")).toBe("saved-1-1.conditions.0.value");
    expect(at("filter.and.1.not.or.1.did.any.0")).toBe("saved-1-1.whole");
    expect(at("filter")).toBe("saved.whole");
    expect(at("key")).toBe("key");
    expect(at(undefined)).toBeNull();
  });
});

describe("a segment in words", () => {
  it.each([
    [{ field: "visitor.isNew", op: "is", value: true }, "New visitors"],
    [{ field: "session.path", op: "startsWith", value: "/blog" }, "Landing page starts with /blog"],
    [{ field: "device", op: "is", value: ["mobile", "tablet"] }, "Device is one of mobile, tablet"],
    [
      { did: { goal: "purchase" }, atLeast: 2, withinMs: 30 * day },
      "reached Purchase at least 2 times within 30 days before the end",
    ],
    [{ not: { did: { event: "Refunded" } } }, "never did Refunded"],
    [{ not: { did: { event: "Refunded" }, atLeast: 2 } }, "not did Refunded at least 2 times"],
    [
      { and: [{ segment: "buyers" }, { or: [{ field: "os", op: "exists" }, { did: { page: "/a" } }] }] },
      "in the segment Mobile buyers and (Operating system exists or saw the page /a)",
    ],
    [
      { did: { event: "Order Completed", where: { field: "property.revenue", op: "gt", value: 50 } } },
      "did Order Completed where property.revenue is greater than 50",
    ],
  ] satisfies [SegmentFilter, string][])("says %j", (filter, text) => {
    expect(segmentText(filter, names)).toBe(text);
  });
});

describe("a length of time", () => {
  it("is shown in days or hours and comes back the same", () => {
    expect(durationOf(30 * day)).toEqual({ count: "30", unit: "d" });
    expect(durationOf(36 * 3_600_000)).toEqual({ count: "36", unit: "h" });
    expect(msOf(36, "h")).toBe(36 * 3_600_000);
    expect([day, 36 * 3_600_000, 90_000].map(durationWords)).toEqual(["1 day", "36 hours", "90,000 ms"]);
  });
});
