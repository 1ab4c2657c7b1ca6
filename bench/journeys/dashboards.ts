import { type Goal, goalDefinition } from "@/lib/goals/definition";
import { starterGoals } from "@/lib/goals/starter-goals";
import type { Question } from "@/lib/reports/question";
import { range } from "./shop-log";

const micro = (key: string, match: object): Goal =>
  goalDefinition.parse({ key, name: key, tier: "micro", stage: "interaction", match });

const more = [
  micro("searched", { event: "Products Searched" }),
  micro("wishlist", { event: "Wishlist Product Added" }),
  micro("signed-up", { event: "Signed Up" }),
  micro("cart", { page: "/cart" }),
];

/** What a shop of some ambition has defined. */
export const shopGoals: readonly Goal[] = [...starterGoals, ...more];

/** Sixteen matchers of every kind that the log can be asked for. */
export const manyGoals: readonly Goal[] = [
  ...shopGoals,
  micro("list-viewed", { event: "Product List Viewed" }),
  micro("removed", { event: "Product Removed" }),
  micro("payment", { event: "Payment Info Entered" }),
  micro("page", { event: "Page Viewed" }),
  micro("help", { page: "/help" }),
  micro("any-shelf", { page: "/c/*" }),
  micro("dear-product", {
    event: "Product Viewed",
    where: { field: "property.price", op: "gt", value: 150 },
  }),
  micro("telephone-cart", {
    event: "Product Added",
    where: { field: "device", op: "is", value: "mobile" },
  }),
];

/** One scan that counts all of them. */
export const manyMatchers: readonly Question[] = [{ report: "conversions", question: { ...range } }];

const aim = "purchase";
const micros = shopGoals.filter((goal) => goal.tier === "micro");

/** What the overview asks to draw all its tiles. */
export const overviewTiles: readonly Question[] = [
  { report: "conversions", question: { ...range, previous: true } },
  {
    report: "timeseries",
    question: {
      ...range,
      interval: "day",
      metrics: [
        { goal: aim, count: "conversions" as const },
        ...[aim, ...micros.map(({ key }) => key)].map((goal) => ({ goal, count: "rate" as const })),
      ],
    },
  },
  ...micros.map(({ key }) => ({
    report: "funnel" as const,
    question: { ...range, steps: [{ goal: key }, { goal: aim }], windowMs: 30 * 86_400_000 },
  })),
];
