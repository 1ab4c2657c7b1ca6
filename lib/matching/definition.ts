import { z } from "zod";

/** Facts about where and on what an event happened, as filters and breakdowns name them. */
export const contextFields = [
  "path",
  "host",
  "title",
  "referrer",
  "channel",
  "utm.source",
  "utm.medium",
  "utm.campaign",
  "utm.content",
  "utm.term",
  "country",
  "device",
  "browser",
  "os",
  "language",
] as const;
export type ContextField = (typeof contextFields)[number];

const propertyPath = /^property\.[^.\s\p{Cc}][^\s\p{Cc}]{0,200}$/u;
const isEventField = (field: string): boolean =>
  (contextFields as readonly string[]).includes(field) || propertyPath.test(field);

/** A field of an event: a context field, or `property.<name>` where dots walk into objects. */
export const eventField = z.string().refine(isEventField, {
  error: (issue) =>
    `There is no field ${JSON.stringify(issue.input)}. Use property.<name> or one of: ${contextFields.join(", ")}.`,
});

const traitPath = /^trait\.[^.\s\p{Cc}][^\s\p{Cc}]{0,200}$/u;
const unitFact = ["visitor.isNew", "session.isFirst"];
const isUnitField = (field: string): boolean => {
  const [, scope, name] = /^(first|session)\.(.+)$/u.exec(field) ?? [];
  return (
    unitFact.includes(field) ||
    traitPath.test(field) ||
    (contextFields as readonly string[]).includes(scope === undefined ? field : (name ?? ""))
  );
};

/**
 * A field of a visitor or a session. A bare context field is its value at the unit's first event in the range that has
 * it, `session.<field>` that event's session's, `first.<field>` the visitor's first touch, `trait.<name>` the latest
 * known trait.
 */
export const unitField = z.string().refine(isUnitField, {
  error: (issue) =>
    String(issue.input).startsWith("property.")
      ? `${issue.input} belongs to single events: put it into the "where" of a matcher, like {"did": {"event": "Product Viewed", "where": {…}}}.`
      : `There is no field ${JSON.stringify(issue.input)}. Use one of: ${contextFields.join(", ")}; first.<one of them>, session.<one of them>, trait.<name>, ${unitFact.join(", ")}.`,
});

const scalar = z.union([z.string().max(8192), z.number(), z.boolean()]);
const condition = <F extends z.ZodType>(field: F) =>
  z.union(
    [
      z.strictObject({
        field,
        op: z.enum(["is", "isNot"]),
        value: z.union([scalar, z.array(scalar).min(1).max(500)]),
      }),
      z.strictObject({
        field,
        op: z.enum(["contains", "notContains", "startsWith", "endsWith", "glob"]),
        value: z.string().min(1).max(2048),
      }),
      z.strictObject({ field, op: z.literal("regex"), value: z.string().min(1).max(200) }),
      z.strictObject({ field, op: z.enum(["gt", "gte", "lt", "lte"]), value: z.number() }),
      z.strictObject({ field, op: z.literal("between"), value: z.tuple([z.number(), z.number()]) }),
      z.strictObject({ field, op: z.enum(["exists", "notExists"]) }),
    ],
    {
      error:
        "A condition is {field, op, value} with op one of: is, isNot, contains, notContains, startsWith, endsWith, glob, regex, gt, gte, lt, lte, between, exists, notExists.",
    },
  );

export type Condition = z.infer<ReturnType<typeof condition<typeof eventField>>>;
export type Filter = { and: Filter[] } | { or: Filter[] } | { not: Filter } | Condition;

const filterOf = (leaf: z.ZodType<Condition, Condition>): z.ZodType<Filter, Filter> => {
  const filter: z.ZodType<Filter, Filter> = z.lazy(() =>
    z.union(
      [
        z.strictObject({ and: z.array(filter).min(1).max(50) }),
        z.strictObject({ or: z.array(filter).min(1).max(50) }),
        z.strictObject({ not: filter }),
        leaf,
      ],
      { error: "A filter is {and: […]}, {or: […]}, {not: …} or {field, op, value}." },
    ),
  );
  return filter;
};

/** A filter on one event. */
export const eventFilter = filterOf(condition(eventField));

export type Matcher = (
  | { event: string }
  | { page: string }
  | { engaged: { scrollPercent?: number; seconds?: number; page?: string } }
  | { goal: string }
  | { any: Matcher[] }
) & { where?: Filter };

export const goalKey = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,62}$/,
    "A goal's key has lower-case letters, digits and dashes, like add-to-cart.",
  );

const where = eventFilter.optional();
const engaged = z
  .strictObject({
    scrollPercent: z.number().min(1).max(100).optional(),
    seconds: z.number().min(1).max(86_400).optional(),
    page: z.string().min(1).max(2048).optional(),
  })
  .refine(({ scrollPercent, seconds }) => scrollPercent !== undefined || seconds !== undefined, {
    error: "State scrollPercent, seconds or both.",
  });

const matcherForm =
  'A matcher is {"event": …}, {"page": …}, {"engaged": …}, {"goal": …} or {"any": […]}, each with an optional "where".';

/** A matcher that says more beside, as a step of a funnel does; `form` is what one looks like. */
export const matcherWith = <S extends z.ZodRawShape>(more: S, form = matcherForm) =>
  z.union(
    [
      z.strictObject({ event: z.string().min(1).max(200), where, ...more }),
      z.strictObject({ page: z.string().min(1).max(2048), where, ...more }),
      z.strictObject({ engaged, where, ...more }),
      z.strictObject({ goal: goalKey, where, ...more }),
      z.strictObject({ any: z.array(matcher).min(1).max(20), where, ...more }),
    ],
    { error: form },
  );

/** Says which events satisfy it. */
export const matcher: z.ZodType<Matcher, Matcher> = z.lazy(() => matcherWith({}));

export const segmentKey = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,62}$/,
    "A segment's key has lower-case letters, digits and dashes, like mobile-buyers.",
  );

/** Which whole visitors or sessions are kept: what they are, what they did, and saved segments by key. */
export type SegmentFilter =
  | { and: SegmentFilter[] }
  | { or: SegmentFilter[] }
  | { not: SegmentFilter }
  | { did: Matcher; atLeast?: number; withinMs?: number }
  | { segment: string }
  | Condition;

const unitCondition: z.ZodType<Condition, Condition> = condition(unitField);

export const segmentFilter: z.ZodType<SegmentFilter, SegmentFilter> = z.lazy(() =>
  z.union(
    [
      z.strictObject({ and: z.array(segmentFilter).min(1).max(50) }),
      z.strictObject({ or: z.array(segmentFilter).min(1).max(50) }),
      z.strictObject({ not: segmentFilter }),
      z.strictObject({
        did: matcher,
        atLeast: z.number().int("atLeast is a whole number.").min(1).max(10_000).optional(),
        withinMs: z
          .number()
          .int("A window is a whole number of milliseconds.")
          .min(1)
          .max(731 * 86_400_000)
          .optional(),
      }),
      z.strictObject({ segment: segmentKey }),
      unitCondition,
    ],
    {
      error:
        "A filter is {and: […]}, {or: […]}, {not: …}, {did: matcher, atLeast?, withinMs?}, {segment: key} or {field, op, value}.",
    },
  ),
);
