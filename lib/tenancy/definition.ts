/** One site or app with its settings. */
export type Project = {
  id: string;
  slug: string;
  name: string;
  /** IANA name. */
  timezone: string;
  /** ISO 4217: used where an event states no currency. */
  currency: string;
  sessionGapMs: number;
};

/** What becomes of people who did not consent: `consented` and `cookieless` know them for a day, `off` not at all. */
export const privacyModes = ["consented", "cookieless", "off"] as const;
export type PrivacyMode = (typeof privacyModes)[number];

/** A project's settings that decide what ingestion takes and how. */
export type IngestionSettings = {
  /** ISO 4217. */
  currency: string;
  privacyMode: PrivacyMode;
  /** The site's own hosts, subdomains included; empty means every host. */
  domains: readonly string[];
  /** CIDR ranges of the people who run the site. */
  internalRanges: readonly string[];
};

/** A secret that another system signs its messages with; only its last characters are shown again. */
export type WebhookSecret = { id: string; provider: "shopify"; ending: string; createdAt: string };

export const keyScopes = ["ingest", "read", "admin", "privacy"] as const;
export type KeyScope = (typeof keyScopes)[number];

export type ApiKey = {
  id: string;
  kind: "write" | "secret";
  name: string;
  /** The whole key for kind write (it is public), the first characters for kind secret. */
  shown: string;
  scopes: KeyScope[];
  /** Pages that may send with a write key ("https://shop.example"); empty means every page. */
  allowedOrigins: string[];
  createdAt: string;
  /** Set by a rotation: the key works until then. */
  expiresAt: string | null;
  /** At most a minute behind. */
  lastUsedAt: string | null;
  revokedAt: string | null;
};

/** First path segments that belong to the app itself. */
export const reservedSlugs = [
  "api",
  "v1",
  "e",
  "i",
  "m",
  "s",
  "batch",
  "beacon",
  "capture",
  "track",
  "array",
  "decide",
  "flags",
  "hooks",
  "docs",
  "t.js",
  "sign-in",
  "sign-up",
  "sign-out",
  "invite",
  "reset",
  "settings",
  "admin",
  "static",
  "_next",
  "health",
  "new",
  "account",
  "share",
] as const;
