import { escapeValue, splitUrlList, unescapeValue } from "@/components/filters/url-list";

/** A step as the address and the editor hold it. Richer matchers come over the API only. */
export type Step = { kind: StepKind; value: string };
export const stepKinds = ["goal", "event", "page"] as const;
export type StepKind = (typeof stepKinds)[number];

export const maxSteps = 20;

/** Reads `goal:add-to-cart~event:Product Viewed~page:/p/*`; what makes no sense is handed back as it was written. */
export const readSteps = (text: string): { steps: Step[]; unread: string[] } => {
  const steps: Step[] = [];
  const unread: string[] = [];
  for (const entry of splitUrlList(text)) {
    const [, name = "", value = ""] = /^([a-z]+):(.+)$/s.exec(entry) ?? [];
    const kind = stepKinds.find((one) => one === name);
    if (kind && steps.length < maxSteps) steps.push({ kind, value: unescapeValue(value) });
    else unread.push(unescapeValue(entry));
  }
  return { steps, unread };
};

export const writeSteps = (steps: readonly Step[]): string =>
  steps.map(({ kind, value }) => `${kind}:${escapeValue(value)}`).join("~");

/** The step as a question states it. */
export const matcherOf = ({ kind, value }: Step): { goal: string } | { event: string } | { page: string } =>
  kind === "goal" ? { goal: value } : kind === "event" ? { event: value } : { page: value };
