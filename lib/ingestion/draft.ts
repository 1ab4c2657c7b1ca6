import type { ProjectScope } from "@/db/scope";
import type { IngestionSettings } from "@/lib/tenancy/definition";

/** Who vouches for an event: a public write key, a secret key on a server, or a file that an admin imports. */
export type Source = "write" | "secret" | "import";

/** Facts about the request that every event in it shares. Times in ms since 1970. */
export type Receipt = {
  scope: ProjectScope;
  source: Source;
  receivedAt: number;
  sentAt: number | null;
  userAgent: string | null;
  /** The client's address: decides about internal traffic and cookieless ids, and is never stored. */
  address: string | null;
  /** Two letters, from the address or a trusted proxy. */
  country: string | null;
  /** The browser asks not to be recognised (Global Privacy Control). */
  optedOut: boolean;
  isInternal: boolean;
  settings: IngestionSettings;
  /** Today's salt of cookieless ids and yesterday's, where there was one; null when no event needs them. */
  salts: Salts | null;
};

export type Salts = { today: Buffer; yesterday: Buffer | null };

export type JsonObject = { [key: string]: unknown };

/** One event on its way into the log; the steps fill it in. */
export type Draft = {
  raw: JsonObject;
  index: number;
  kind: "event" | "identify" | "alias";
  messageId: string;
  /** CRC-32 of what the message says. */
  content: number;
  /** `u:` + user id and `a:` + anonymous id (or `c:` + cookieless id), as the log keeps them. */
  userKey: string | null;
  anonymousKey: string | null;
  /** The cookieless id under yesterday's salt: a visit goes on under it past midnight. */
  yesterdayKey: string | null;
  /** What an alias says is the user too. The wire does not tell of which kind that id is, so both stand here. */
  aliasKeys: readonly string[];
  /** `o:` + order id: tells whose order a server reports. */
  orderKey: string | null;
  cookieless: boolean;
  name: string;
  occurredAt: number;
  /** When the sender's clock said it happened, if that was corrected. */
  originalAt: number | null;
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
  /** What was repaired, as codes. */
  flags: string[] | null;
};

/** Why an event was not stored: a stable code, the place in the event, and words for a person. */
export type Rejection = {
  index: number;
  messageId: string | null;
  code: string;
  path: string;
  message: string;
};

/** A step completes its part of the draft, or says why the event cannot be stored or is not wanted. */
export type Step = (draft: Draft, receipt: Receipt) => Refusal | Ignored | undefined;
export type Refusal = { code: string; path: string; message: string };
/** A reason, counted in the ledger. */
export type Ignored = { ignored: string };

/** What became of each event of a request. `rejected` keeps the place in the batch. */
export type IngestResult = {
  accepted: number;
  duplicates: number;
  ignored: number;
  rejected: Rejection[];
};

/** Notes that something was repaired: shown with the event and counted in the ledger. */
export const flag = (draft: Draft, code: string): void => {
  if (!draft.flags) draft.flags = [code];
  else if (!draft.flags.includes(code)) draft.flags.push(code);
};

export const asObject = (value: unknown): JsonObject | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;

/** Control characters, which join columns on their way to the database, and halves of characters. */
const broken = /[\p{Cc}\p{Cs}]/u;

const repair = (text: string): string =>
  text
    .replace(/[\t\n\r]+/g, " ")
    .replace(/\p{Cc}/gu, "")
    .toWellFormed();

/** A non-empty string, cut to `most` characters and free of what Postgres cannot store; anything else is null. */
export const textOf = (value: unknown, most = 2048): string | null => {
  if (typeof value !== "string" || value === "") return null;
  const short = value.length > most ? value.slice(0, most) : value;
  return broken.test(short) ? repair(short) || null : short;
};

/** A value as it may stand in a message: never long, and never walked, as it may be nested without end. */
export const shown = (value: unknown): string => {
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "a list" : "an object";
  return JSON.stringify(typeof value === "string" ? value.slice(0, 80) : value) ?? "missing";
};
