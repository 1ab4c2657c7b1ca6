import { escapeValue, unescapeValue } from "@/components/filters/url-list";
import type { Matcher } from "@/lib/matching/definition";

const simpleKinds = ["goal", "event", "page"] as const;
export type SimpleKind = (typeof simpleKinds)[number];

/** The kind and name of a matcher that says nothing else; null for one that does. */
const simpleOf = (matcher: Matcher): { kind: SimpleKind; value: string } | null => {
  if (matcher.where) return null;
  if ("goal" in matcher) return { kind: "goal", value: matcher.goal };
  if ("event" in matcher) return { kind: "event", value: matcher.event };
  return "page" in matcher ? { kind: "page", value: matcher.page } : null;
};

export const simpleMatcher = (kind: SimpleKind, value: string): Matcher =>
  kind === "goal" ? { goal: value } : kind === "event" ? { event: value } : { page: value };

/** `goal:add-to-cart`, `page:/p/*`; what cannot be said so short stands as `json:{…}`. */
export const writeMatcher = (matcher: Matcher): string => {
  const simple = simpleOf(matcher);
  return simple
    ? `${simple.kind}:${escapeValue(simple.value)}`
    : `json:${escapeValue(JSON.stringify(matcher))}`;
};

/** The matcher that `writeMatcher` wrote. Whether what stands in JSON is one, is for a schema to say: `check`. */
export const readMatcher = (text: string, check: (value: unknown) => Matcher | null): Matcher | null => {
  const [, name = "", escaped = ""] = /^([a-z]+):(.+)$/s.exec(text) ?? [];
  const value = unescapeValue(escaped);
  const kind = simpleKinds.find((one) => one === name);
  if (kind) return simpleMatcher(kind, value);
  if (name !== "json") return null;
  try {
    return check(JSON.parse(value));
  } catch {
    return null;
  }
};
