import type { Random } from "@/lib/demo/random";

export type Campaign = { source: string; medium: string; campaign: string };

/** One event of the shop, as far as a visit decides it. */
export type ShopEvent = {
  /** Index of the visitor in the plan. */
  visitor: number;
  /** ms since 1970. */
  at: number;
  name: string;
  session: string;
  path: string;
  title: string;
  referrer: string | null;
  campaign: Campaign | null;
  price: number | null;
  /** A JSON object. */
  properties: string;
};

export const steps = ["Product Viewed", "Product Added", "Checkout Started", "Order Completed"] as const;

const referrers = [
  "https://www.google.com/",
  "https://www.bing.com/",
  "https://www.instagram.com/",
  "https://blog.example/gear",
];
const campaigns: readonly Campaign[] = Array.from({ length: 24 }, (_, i) => ({
  source: ["google", "newsletter", "facebook"][i % 3] ?? "",
  medium: ["cpc", "email", "social"][i % 3] ?? "",
  campaign: `campaign ${i + 1}`,
}));
const products = 3000;
const shelves = 60;

const one = <T>(random: Random, all: readonly T[]): T | null =>
  all[Math.floor(random.next() * all.length)] ?? null;

/** Some products are looked at far more often than others. */
const productOf = (random: Random): number => Math.floor(random.next() ** 2.5 * products);
const priceOf = (product: number): number => ((product * 7919) % 20_000) / 100 + 4.99;

type Page = Pick<ShopEvent, "path" | "title">;
const home: Page = { path: "/", title: "Shop" };
const cart: Page = { path: "/cart", title: "Cart" };
const checkout: Page = { path: "/checkout", title: "Checkout" };
const productPage = (product: number): Page => ({ path: `/p/${product}`, title: `Product ${product}` });
const shelfPage = (shelf: number): Page => ({ path: `/c/${shelf}`, title: `Shelf ${shelf}` });

/** Adds the events of one visit to `add`, a few seconds to minutes apart. */
export const visitShop = (
  random: Random,
  visit: { number: number; visitor: number; at: number },
  add: (event: ShopEvent) => void,
): void => {
  const { visitor, number } = visit;
  const session = `s${number.toString(36)}`;
  let at = Math.floor(visit.at);
  let referrer = random.chance(0.35) ? one(random, referrers) : null;
  let campaign = random.chance(0.3) ? one(random, campaigns) : null;
  const happens = (name: string, { path, title }: Page, properties = "{}", price: number | null = null) => {
    add({ visitor, at, name, session, path, title, referrer, campaign, price, properties });
    at += 1000 + Math.floor(random.exponential(35_000));
    referrer = null;
    campaign = null;
  };
  happens("Page Viewed", random.chance(0.5) ? home : shelfPage(Math.floor(random.next() * shelves)));
  let worth = 0;
  const look = (): void => {
    const product = productOf(random);
    const price = priceOf(product);
    const page = productPage(product);
    const properties = `{"price": ${price.toFixed(2)}, "product_id": "p${product}", "category": "c${product % shelves}"}`;
    happens("Product Viewed", page, properties, price);
    if (random.chance(0.05)) happens("Wishlist Product Added", page, properties, price);
    if (!random.chance(0.17)) return;
    happens("Product Added", page, properties, price);
    worth += price;
    if (random.chance(0.08)) happens("Product Removed", cart, properties, price);
  };
  for (let left = Math.floor(random.exponential(3.25)); left > 0; left--) {
    const what = random.next();
    if (what < 0.22) happens("Product List Viewed", shelfPage(Math.floor(random.next() * shelves)));
    else if (what < 0.3)
      happens("Products Searched", { path: "/search", title: "Search" }, '{"results": 12}');
    else if (what < 0.36) happens("Page Viewed", { path: "/help", title: "Help" });
    else look();
  }
  if (random.chance(0.012)) happens("Signed Up", { path: "/account", title: "Account" });
  if (worth === 0) return;
  if (random.chance(0.7)) happens("Cart Viewed", cart);
  if (!random.chance(0.55)) return;
  happens("Checkout Started", checkout, `{"value": ${worth.toFixed(2)}}`);
  if (!random.chance(0.8)) return;
  happens("Payment Info Entered", checkout);
  if (!random.chance(0.88)) return;
  const order = `{"order_id": "o${number}", "revenue": ${worth.toFixed(2)}, "currency": "EUR"}`;
  happens("Order Completed", { path: "/thanks", title: "Thank you" }, order, worth);
};
