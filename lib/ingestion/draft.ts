import type { ProjectScope } from "@/db/scope";

/** Who vouches for an event: a public write key, a secret key on a server, or a file that an admin imports. */
export type Source = "write" | "secret" | "import";

/** Facts about the request that every event in it shares. Times in ms since 1970. */
export type Receipt = {
  scope: ProjectScope;
  source: Source;
  receivedAt: number;
  sentAt: number | null;
  userAgent: string | null;
};

export type JsonObject = { [key: string]: unknown };

/** One event on its way into the log; the steps fill it in. */
export type Draft = {
  raw: JsonObject;
  index: number;
  kind: "event" | "identify" | "alias";
  messageId: string;
  /** `u:` + user id and `a:` + anonymous id, as the log keeps them. */
  userKey: string | null;
  anonymousKey: string | null;
  /** What an alias says is the user too. The wire does not tell of which kind that id is, so both stand here. */
  aliasKeys: readonly string[];
  name: string;
  occurredAt: number;
  /** `properties` of events, `traits` of identify; after cleaning also as JSON text. */
  properties: JsonObject;
  propertiesText: string;
  sessionId: string | null;
  host: string | null;
  path: string | null;
  query: string | null;
  title: string | null;
  referrer: string | null;
  utmSource: string | null;
  utmMedium: string | null;
  utmCampaign: string | null;
  utmContent: string | null;
  utmTerm: string | null;
  clickId: string | null;
  country: string | null;
  device: string | null;
  browser: string | null;
  os: string | null;
  language: string | null;
  passive: boolean;
  bot: boolean;
};

/** Why an event was not stored: a stable code, the place in the event, and words for a person. */
export type Rejection = {
  index: number;
  messageId: string | null;
  code: string;
  path: string;
  message: string;
};

/** A step either completes its part of the draft or says why the event cannot be stored. */
export type Step = (draft: Draft, receipt: Receipt) => Refusal | "ignored" | undefined;
export type Refusal = { code: string; path: string; message: string };

/** What became of each event of a request. `rejected` keeps the place in the batch. */
export type IngestResult = {
  accepted: number;
  duplicates: number;
  ignored: number;
  rejected: Rejection[];
};

export const asObject = (value: unknown): JsonObject | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;

/** A non-empty string, cut to `most` characters and free of what Postgres cannot store; anything else is null. */
export const textOf = (value: unknown, most = 2048): string | null => {
  if (typeof value !== "string" || value === "") return null;
  const short = value.length > most ? value.slice(0, most) : value;
  return (short.includes("\u0000") ? short.replaceAll("\u0000", "") : short).toWellFormed() || null;
};

/** A value as it may stand in a message: never long, and never walked, as it may be nested without end. */
export const shown = (value: unknown): string => {
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "a list" : "an object";
  return JSON.stringify(typeof value === "string" ? value.slice(0, 80) : value) ?? "missing";
};
