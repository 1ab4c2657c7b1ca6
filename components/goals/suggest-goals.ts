import type { Goal } from "@/lib/goals/definition";
import { starterGoals } from "@/lib/goals/starter-goals";
import type { CatalogEntry } from "@/lib/reports/catalog/definition";

const micro = (name: string, key: string, stage: Goal["stage"], match: Goal["match"]): Goal => ({
  key,
  name,
  tier: "micro",
  stage,
  match,
  counting: "session",
  value: { none: true },
});

const macro = (name: string, key: string, stage: Goal["stage"], match: Goal["match"]): Goal => ({
  ...micro(name, key, stage, match),
  tier: "macro",
  counting: "every",
});

/** Goals for the names that the e-commerce specification and the tracker use, most telling first. */
const known: readonly Goal[] = [
  ...starterGoals,
  macro("Subscription started", "subscription-started", "subscription", { event: "Subscription Started" }),
  macro("Lead generated", "lead-generated", "lead", { event: "Lead Generated" }),
  macro("Consultation booked", "consultation-booked", "lead", { event: "Consultation Booked" }),
  micro("Signed up", "signed-up", "interaction", { event: "Signed Up" }),
  micro("Account created", "account-created", "interaction", { event: "Account Created" }),
  micro("E-mail given", "email-given", "interaction", { event: "Email Subscribed" }),
  micro("Added to wishlist", "added-to-wishlist", "interaction", { event: "Product Added to Wishlist" }),
  micro("Products searched", "products-searched", "interaction", { event: "Products Searched" }),
  micro("Payment details given", "payment-details-given", "cart", { event: "Payment Info Entered" }),
  micro("Cart viewed", "cart-viewed", "cart", { event: "Cart Viewed" }),
  micro("Form sent", "form-sent", "interaction", { event: "Form Submitted" }),
  micro("Page read to the end", "page-read", "engagement", { engaged: { scrollPercent: 75, seconds: 15 } }),
];

export type Suggestion = { goal: Goal; events: number | null };

const eventOf = ({ match }: Goal): string => ("event" in match ? match.event : "Page Engaged");

/** Event names a rule speaks of, anywhere inside it. */
const namesIn = (match: Goal["match"]): string[] => {
  if ("event" in match) return [match.event];
  if ("any" in match) return match.any.flatMap(namesIn);
  return "engaged" in match ? ["Page Engaged"] : [];
};

/**
 * Goals worth having: for what arrives and is not counted yet, and for a project without goals or events the starters.
 * `events` says how often the event arrived.
 */
export const suggestGoals = (goals: readonly Goal[], arriving: readonly CatalogEntry[]): Suggestion[] => {
  const counted = new Set(goals.flatMap((goal) => namesIn(goal.match)));
  const taken = new Set(goals.map((goal) => goal.key));
  const arrived = new Map(arriving.map((entry) => [entry.name, entry.count]));
  const free = known.filter((goal) => !counted.has(eventOf(goal)) && !taken.has(goal.key));
  const found = free.filter((goal) => arrived.has(eventOf(goal)));
  const wanted = found.length > 0 || goals.length > 0 ? found : free.slice(0, starterGoals.length);
  return wanted.map((goal) => ({ goal, events: arrived.get(eventOf(goal)) ?? null }));
};

/** One of the known goals by its key, to begin a new goal with. */
export const suggestionOf = (key: string | undefined): Goal | undefined =>
  known.find((goal) => goal.key === key);
