import type { Matcher } from "@/lib/matching/definition";
import { type SimpleKind, simpleMatcher } from "./matcher-text";

export type StepChoice = { match: Matcher; kind: SimpleKind; label: string; tier?: "micro" | "macro" };

export type StepCatalog = {
  goals: readonly { key: string; name: string; tier: "micro" | "macro" }[];
  events: readonly string[];
  pages: readonly string[];
};

const mostOfAKind = 12;

/** What can be chosen for a text typed so far: goals, then events, then pages; what is typed itself comes last. */
export const stepChoices = (catalog: StepCatalog, typed: string): StepChoice[] => {
  const text = typed.trim();
  const wanted = text.toLowerCase();
  const choice = (kind: SimpleKind, value: string, label = value): StepChoice => ({
    match: simpleMatcher(kind, value),
    kind,
    label,
  });
  const all = [
    catalog.goals.map(({ key, name, tier }) => ({ ...choice("goal", key, name), tier })),
    catalog.events.map((name) => choice("event", name)),
    catalog.pages.map((path) => choice("page", path)),
  ];
  const found = all.flatMap((choices) =>
    choices.filter(({ label }) => label.toLowerCase().includes(wanted)).slice(0, mostOfAKind),
  );
  const kind = text.startsWith("/") ? "page" : "event";
  const names = kind === "page" ? catalog.pages : catalog.events;
  return text === "" || names.includes(text) ? found : [...found, choice(kind, text)];
};

/** How a step is called: a goal by its name, a page by its pattern, alternatives by all of theirs. */
export const stepLabel = (catalog: Pick<StepCatalog, "goals">, matcher: Matcher): string => {
  if ("goal" in matcher) return catalog.goals.find((goal) => goal.key === matcher.goal)?.name ?? matcher.goal;
  if ("event" in matcher) return matcher.event;
  if ("page" in matcher) return matcher.page;
  if ("any" in matcher) return matcher.any.map((part) => stepLabel(catalog, part)).join(" or ");
  const { scrollPercent, seconds, page } = matcher.engaged;
  return [
    page ?? "Page",
    scrollPercent === undefined ? "" : `scrolled ${scrollPercent}\u202f%`,
    seconds === undefined ? "" : `read ${seconds}\u202fs`,
  ]
    .filter(Boolean)
    .join(", ");
};

export const kindLabels = { goal: "Goal", event: "Event", page: "Page" } as const satisfies Record<
  SimpleKind,
  string
>;

/** What kind of step it is, for those who do not see how it looks. */
export const kindOf = (matcher: Matcher): string => {
  if ("goal" in matcher) return "goal";
  if ("event" in matcher) return "event";
  if ("page" in matcher) return "page";
  return "any" in matcher ? "one of several" : "page read";
};
