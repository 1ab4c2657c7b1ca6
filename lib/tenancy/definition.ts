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

export const keyScopes = ["ingest", "read", "admin", "privacy"] as const;
export type KeyScope = (typeof keyScopes)[number];

export type ApiKey = {
  id: string;
  kind: "write" | "secret";
  name: string;
  /** The whole key for kind write (it is public), the first characters for kind secret. */
  shown: string;
  scopes: KeyScope[];
  createdAt: string;
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
