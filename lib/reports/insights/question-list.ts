import type { InsightTopic } from "./definition";

// The fixed list of what is asked.

/** What the tracker measures of pages, and above what it is worse than good. Source: web.dev, Core Web Vitals. */
export const metrics = [
  { name: "lcp", good: 2_500, label: "LCP", limit: "2.5 s" },
  { name: "inp", good: 200, label: "INP", limit: "200 ms" },
  { name: "cls", good: 0.1, label: "CLS", limit: "0.1" },
] as const;
export type Metric = (typeof metrics)[number]["name"];

/** What is done to elements of a page. */
export const clicks = [
  { event: "Element Clicked", kind: "elementClicked", topic: "callsToAction" },
  { event: "Rage Clicked", kind: "rageClick", topic: "clarity" },
  { event: "Dead Clicked", kind: "deadClick", topic: "clarity" },
] as const;
export type ClickEvent = (typeof clicks)[number]["event"];

/** What visits at a step are told apart by. */
export const stepFields = ["device", "browser", "country", "channel", "session.isFirst"] as const;
export type StepField = (typeof stepFields)[number];

/** Where it says how one pays. */
export const methodFields = ["property.payment_method", "property.paymentMethod"] as const;
export const paymentEvent = "Payment Info Entered";

/** Pages that make people trust, by words in their path. */
export const trustPages = [
  { name: "shipping", words: ["shipping", "delivery", "versand", "lieferung"] },
  { name: "returns", words: ["returns", "refund", "retoure", "rueckgabe", "widerruf"] },
  { name: "privacy", words: ["privacy", "datenschutz"] },
  { name: "guarantee", words: ["guarantee", "warranty", "garantie"] },
  { name: "reviews", words: ["reviews", "bewertungen"] },
  { name: "help", words: ["faq", "hilfe"] },
  { name: "contact", words: ["contact", "kontakt"] },
  { name: "terms", words: ["terms", "agb", "impressum", "imprint"] },
] as const;
export type TrustPage = (typeof trustPages)[number]["name"];

/** Delivery and terms are also steps of a checkout, which everybody sees who buys. */
const checkoutWords = ["checkout", "cart", "warenkorb", "kasse"];

/** Bit k: the page at this path is of `trustPages[k]`. */
export const trustOf = (path: string): number => {
  const text = path.toLowerCase();
  if (checkoutWords.some((word) => text.includes(word))) return 0;
  return trustPages.reduce(
    (bits, { words }, k) => (words.some((word) => text.includes(word)) ? bits | (1 << k) : bits),
    0,
  );
};

/** One path for many: the pages below the same first segment, "/p/*"; a page right below the root is itself. */
export const pageGroupOf = (path: string): string => {
  if (path.endsWith("/*")) return path;
  const [, first = "", ...rest] = path.split("/");
  return rest.some((segment) => segment !== "") ? `/${first}/*` : path;
};

/** So many of each are asked about, the most frequent first. */
export const most = { elements: 20, forms: 10, fields: 20, pageGroups: 5, methods: 10, values: 10, steps: 5 };

/** What a comparison is about. Visits are exposed or not, from the moment that `landmarkOf` names. */
export type Exposure =
  | { kind: "slow"; metric: Metric; pages: string | null; device?: string }
  | { kind: "click"; event: ClickEvent; element: string; page: string }
  | { kind: "form"; form: string; field: string | null }
  | { kind: "value"; step: number; by: StepField; value: string }
  | { kind: "method"; method: string }
  | { kind: "trust"; step: number; page: TrustPage | null };

/** The moment from which both sides are followed, by name. */
export const landmarkOf = (exposure: Exposure): string => {
  switch (exposure.kind) {
    case "slow":
      return JSON.stringify(["measured", exposure.metric, exposure.pages]);
    case "click":
      return JSON.stringify(["page", exposure.page]);
    case "form":
      return JSON.stringify(["form", exposure.form]);
    case "value":
      return JSON.stringify(["step", exposure.step]);
    case "method":
      return JSON.stringify(["paying"]);
    case "trust":
      return JSON.stringify(["aim", exposure.step]);
  }
};

export const topicOf = (exposure: Exposure): InsightTopic => {
  switch (exposure.kind) {
    case "slow":
      return "speed";
    case "click":
      return exposure.event === "Element Clicked" ? "callsToAction" : "clarity";
    case "form":
      return "clarity";
    case "value":
      return "checkout";
    case "method":
      return "payment";
    case "trust":
      return "trust";
  }
};
