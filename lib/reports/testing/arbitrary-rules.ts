import fc from "fast-check";
import type { Goal } from "@/lib/goals/definition";
import type { Condition, Filter, Matcher } from "@/lib/matching/definition";

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

/** A filter on whole visitors or sessions. */
export const segment = filter(fc.constantFrom(...contextNames));

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

/** Three goals with every kind of counting and value. */
export const goals: fc.Arbitrary<Goal[]> = fc.tuple(
  ...goalKeys.map((key, place) =>
    fc.record({ match: matcher, counting, value }).map(
      (rest): Goal => ({
        key,
        name: `The ${key}`,
        ...(place === 0 ? { tier: "micro", stage: "cart" } : { tier: "macro", stage: "sale" }),
        ...rest,
      }),
    ),
  ),
);
