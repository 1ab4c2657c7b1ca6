import type { Goal, GoalCounting, GoalValue, Tier } from "@/lib/goals/definition";
import { currencyExponent } from "@/lib/money/currency-exponent";
import { formatMoney } from "@/lib/money/format-money";

const bare = (property: string): string => property.replace(/^property\./, "");

/** Which matching events count. */
export const countingInWords = (counting: GoalCounting): string => {
  if (typeof counting === "object") return `Once per ${bare(counting.key)}`;
  return { every: "Every time", session: "Once a session", visitor: "Once a visitor" }[counting];
};

// Goals of the API may name a currency that is none.
const amount = ({ minor, currency }: { minor: number; currency: string }): string =>
  currencyExponent(currency) === null ? `${minor} ${currency}` : formatMoney(minor, currency);

/** What one conversion is worth. */
export const valueInWords = (value: GoalValue): string => {
  if ("fixed" in value) return `Worth ${amount(value.fixed)}`;
  if ("property" in value)
    return `Worth ${bare(value.property)}${value.currency ? ` in ${bare(value.currency)}` : ""}`;
  return "Without a value";
};

export const stageWords = {
  engagement: "Engagement",
  interaction: "Interaction",
  cart: "Cart",
  sale: "Sale",
  subscription: "Subscription",
  lead: "Lead",
} as const satisfies Record<Goal["stage"], string>;

/** Each tier with its stages, the aim first. Written out, because the schema would bring its library to the browser. */
export const tierWords = [
  {
    tier: "macro",
    label: "Macro",
    title: "Macro goals",
    means: "The aim: what pays.",
    stages: ["sale", "subscription", "lead"],
  },
  {
    tier: "micro",
    label: "Micro",
    title: "Micro goals",
    means: "Small steps that show interest and feed the aim.",
    stages: ["engagement", "interaction", "cart"],
  },
] as const satisfies readonly {
  tier: Tier;
  label: string;
  title: string;
  means: string;
  stages: readonly Goal["stage"][];
}[];
