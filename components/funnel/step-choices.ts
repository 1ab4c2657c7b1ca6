import { type Step, type StepKind, stepKinds } from "./step-text";

export type StepChoice = Step & { label: string; tier?: "micro" | "macro" };

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
  const all: Record<StepKind, StepChoice[]> = {
    goal: catalog.goals.map(({ key, name, tier }) => ({ kind: "goal", value: key, label: name, tier })),
    event: catalog.events.map((name) => ({ kind: "event", value: name, label: name })),
    page: catalog.pages.map((path) => ({ kind: "page", value: path, label: path })),
  };
  const found = stepKinds.flatMap((kind) =>
    all[kind].filter(({ label }) => label.toLowerCase().includes(wanted)).slice(0, mostOfAKind),
  );
  const kind = text.startsWith("/") ? "page" : "event";
  const isKnown = text === "" || all[kind].some(({ value }) => value === text);
  return isKnown ? found : [...found, { kind, value: text, label: text }];
};

/** How a step is called: a goal by its name, a page by its pattern. */
export const stepLabel = (catalog: StepCatalog, { kind, value }: Step): string =>
  (kind === "goal" ? catalog.goals.find((goal) => goal.key === value)?.name : undefined) ?? value;

export const kindLabels = { goal: "Goal", event: "Event", page: "Page" } as const satisfies Record<
  StepKind,
  string
>;
