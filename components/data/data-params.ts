import { createLoader, parseAsStringLiteral } from "nuqs/server";

export const spans = ["24h", "7d"] as const;
export type Span = (typeof spans)[number];

/** How much of the past the page shows, kept in the address. */
export const dataParams = { range: parseAsStringLiteral(spans).withDefault("24h") };

export const loadDataParams = createLoader(dataParams);

export const spanWords: Record<Span, string> = { "24h": "the last 24 hours", "7d": "the last 7 days" };

/** The same in the head of a column. */
export const spanShort: Record<Span, string> = { "24h": "Last 24 h", "7d": "Last 7 d" };

const hourMs = 3_600_000;
const hoursOf: Record<Span, number> = { "24h": 24, "7d": 168 };

/** The whole hours of a span, the running one included, in ms since 1970: `from` inclusive, `to` exclusive. */
export const hoursIn = (span: Span, now: number): { from: number; to: number } => {
  const to = Math.floor(now / hourMs) * hourMs + hourMs;
  return { from: to - hoursOf[span] * hourMs, to };
};

/** So many of the newest events the live stream keeps in sight. */
export const arrivalsShown = 40;
