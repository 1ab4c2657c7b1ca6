import fc from "fast-check";
import type { Goal } from "@/lib/goals/definition";
import type { Condition, Filter, Matcher, SegmentFilter } from "@/lib/matching/definition";

/** Present so many times of ten. */
export const some = <T>(arbitrary: fc.Arbitrary<T>, times: number): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: times, arbitrary }, { weight: 10 - times, arbitrary: fc.constant(undefined) });

/** Drops what is undefined, as a sender leaves it out. */
export const present = <T>(record: Record<string, T | undefined>): Record<string, T> =>
  Object.fromEntries(
    Object.entries(record).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );

/** One of the literals, typed as such. */
const one = <const T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

const contextNames = ["device", "device", "country", "path", "referrer", "channel", "utm.source"] as const;
const propertyNames = ["tags", "item.size", "revenue", "order_id"] as const;
const eventFields = [...contextNames, ...propertyNames.map((name) => `property.${name}` as const)];

/** A field that a breakdown may be by. */
export const eventField = fc.constantFrom(...eventFields);

const condition = (field: fc.Arbitrary<Condition["field"]>): fc.Arbitrary<Condition> => {
  const text = one("mobile", "mobile", "desktop", "DE", "/p/1", "red", "1", "Direct", "google", "e");
  const texts = fc.array(text, { minLength: 1, maxLength: 3 });
  return fc.oneof(
    fc.record({ field, op: one("is", "isNot"), value: fc.oneof(text, texts) }),
    fc.record({ field, op: one("contains", "notContains", "startsWith", "endsWith"), value: text }),
    fc.record({ field, op: one("glob"), value: one("*", "**", "/p/*", "m*e", "*o*") }),
    fc.record({ field, op: one("regex"), value: one("^m", "e$", "[0-9]+", "o.*e") }),
    fc.record({ field, op: one("gt", "gte", "lt", "lte"), value: one(1, 2.5, 50) }),
    fc.record({ field, op: one("between"), value: fc.constant<[number, number]>([1, 12.5]) }),
    fc.record({ field, op: one("exists", "notExists") }),
  );
};

const filter = (field: fc.Arbitrary<Condition["field"]>): fc.Arbitrary<Filter> => {
  const leaf = condition(field);
  const leaves = fc.array(leaf, { minLength: 1, maxLength: 2 });
  return fc.oneof(
    { weight: 3, arbitrary: leaf },
    { weight: 1, arbitrary: leaves.map((and) => ({ and })) },
    { weight: 1, arbitrary: leaves.map((or) => ({ or })) },
    { weight: 1, arbitrary: leaf.map((not) => ({ not })) },
  );
};

const eventMatcher = one("view", "view", "cart", "buy").map((event): Matcher => ({ event }));
const pageMatcher = one("/", "/p/*", "/p/**", "/*?a=1", "**").map((page): Matcher => ({ page }));
const engagedMatcher = fc
  .record({ scrollPercent: some(one(50), 5), page: some(one("/p/*"), 3) })
  .map((rule): Matcher => ({ engaged: { seconds: 5, ...rule } }));

const rule: fc.Arbitrary<Matcher> = fc.oneof(
  { weight: 8, arbitrary: eventMatcher },
  { weight: 1, arbitrary: pageMatcher },
  { weight: 1, arbitrary: engagedMatcher },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.oneof(eventMatcher, pageMatcher), { minLength: 1, maxLength: 2 })
      .map((any) => ({ any })),
  },
);

/** A matcher, now and then with a filter on the event. */
export const matcher: fc.Arbitrary<Matcher> = fc
  .record({ rule, where: some(filter(eventField), 1) })
  .map(({ rule, where }) => (where === undefined ? rule : { ...rule, where }));

export const goalKeys = ["first", "second", "third"] as const;

const unitField = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<string[]>(...contextNames) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(one("first", "session"), fc.constantFrom(...contextNames))
      .map(([scope, name]) => `${scope}.${name}`),
  },
  { weight: 1, arbitrary: fc.constantFrom("trait.plan", "trait.plan.size", "trait.age") },
);
/** Conditions that now one visitor satisfies and now another. */
const likely = fc.oneof(
  fc.record({ field: one("trait.plan", "trait.plan.size"), op: one("is"), value: one("red", "blue", "1") }),
  fc.record({ field: one("trait.plan", "trait.age"), op: one("exists", "notExists") }),
  fc.record({ field: one("first.path", "session.path"), op: one("is"), value: one("/", "/p/1") }),
  fc.record({
    field: one("first.channel", "session.channel", "session.utm.source", "first.utm.source"),
    op: one("is", "isNot"),
    value: one("Direct", "google", "news", "Organic Search"),
  }),
);
/** A field that whole units may be grouped by. */
export const groupField = fc.oneof(
  { weight: 3, arbitrary: eventField },
  { weight: 2, arbitrary: unitField },
  { weight: 1, arbitrary: fc.constantFrom<string[]>("session.path", "visitor.isNew", "session.isFirst") },
);
const fact = fc.record({
  field: one("visitor.isNew", "session.isFirst"),
  op: one("is", "isNot"),
  value: fc.boolean(),
});
const hour = 3_600_000;
const did = fc.record({
  did: fc.oneof(
    { weight: 5, arbitrary: matcher },
    { weight: 1, arbitrary: fc.constantFrom<string[]>(...goalKeys).map((goal) => ({ goal })) },
  ),
  atLeast: some(one(1, 2), 5),
  withinMs: some(one(1, hour, 24 * hour, 24 * 8 * hour), 4),
});

/** A filter on whole visitors or sessions that names none of these segments. */
const segmentWithout = (keys: readonly string[]): fc.Arbitrary<SegmentFilter> => {
  const leaf: fc.Arbitrary<SegmentFilter> = fc.oneof(
    { weight: 4, arbitrary: condition(unitField) },
    { weight: 4, arbitrary: likely },
    { weight: 1, arbitrary: fact },
    { weight: 2, arbitrary: did },
    ...segmentKeys
      .filter((key) => !keys.includes(key))
      .map((segment) => ({ weight: 1, arbitrary: fc.constant({ segment }) })),
  );
  const leaves = fc.array(leaf, { minLength: 1, maxLength: 2 });
  return fc.oneof(
    { weight: 3, arbitrary: leaf },
    { weight: 1, arbitrary: leaves.map((and) => ({ and })) },
    { weight: 1, arbitrary: leaves.map((or) => ({ or })) },
    { weight: 1, arbitrary: leaf.map((not) => ({ not })) },
  );
};

const segmentKeys: readonly string[] = ["one", "two"];

/** A filter on whole visitors or sessions. */
export const segment = segmentWithout([]);

/** Saved segments, of which one may name the other. */
export const segments: fc.Arbitrary<ReadonlyMap<string, SegmentFilter>> = fc
  .tuple(segmentWithout(segmentKeys), segmentWithout(["two"]))
  .map(
    ([first, second]) =>
      new Map([
        ["one", first],
        ["two", second],
      ]),
  );

const counting = fc.constantFrom<Goal["counting"][]>(
  ...(["every", "session", "visitor"] as const),
  ...["property.order_id", "property.order_id", "property.item.size"].map((key) => ({ key })),
);
const value = fc.constantFrom<Goal["value"][]>(
  { none: true },
  { fixed: { minor: 500, currency: "EUR" } },
  { property: "property.revenue" },
  { property: "property.revenue", currency: "property.currency" },
);

/** A matcher, now and then that of another goal. */
const buildingOn = (goal: string): fc.Arbitrary<Matcher> =>
  fc.oneof({ weight: 9, arbitrary: matcher }, { weight: 1, arbitrary: fc.constant({ goal }) });

/** Three goals with every kind of counting and value. */
export const goals: fc.Arbitrary<Goal[]> = fc.tuple(
  ...goalKeys.map((key, place) =>
    fc.record({ match: place === 2 ? buildingOn("second") : matcher, counting, value }).map(
      (rest): Goal => ({
        key,
        name: `The ${key}`,
        ...(place === 0 ? { tier: "micro", stage: "cart" } : { tier: "macro", stage: "sale" }),
        ...rest,
      }),
    ),
  ),
);
