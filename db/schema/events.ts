import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgSequence,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { at, projectPolicy, xid8 } from "./columns";

export const eventSeq = pgSequence("event_seq");

/**
 * The log: facts, appended and never changed. Partitioned by month of receipt. No foreign keys on the hot path;
 * the tenant is checked by row-level security on every row.
 */
export const events = pgTable(
  "events",
  {
    projectId: uuid("project_id").notNull(),
    /** Follows arrival and the place in the batch. A sequence, since identity needs Postgres 17 on partitions. */
    seq: bigint({ mode: "number" }).notNull().default(sql`nextval('event_seq')`),
    xid: xid8().notNull().default(sql`pg_current_xact_id()`),
    messageId: text("message_id").notNull(),
    visitorNo: integer("visitor_no").notNull(),
    occurredAt: at("occurred_at").notNull(),
    receivedAt: at("received_at").notNull().default(sql`now()`),
    name: text().notNull(),
    sessionId: text("session_id"),
    host: text(),
    path: text(),
    /** The query string with its "?", as page globs may ask for it. */
    query: text(),
    title: text(),
    referrer: text(),
    utmSource: text("utm_source"),
    utmMedium: text("utm_medium"),
    utmCampaign: text("utm_campaign"),
    utmContent: text("utm_content"),
    utmTerm: text("utm_term"),
    /** The advertising parameter that the landing address carried ("gclid"), never its value. */
    clickId: text("click_id"),
    country: text(),
    device: text(),
    browser: text(),
    os: text(),
    language: text(),
    /** Webhooks and renewals: match, but never make a session or a visitor of a denominator. */
    passive: boolean().notNull().default(false),
    bot: boolean().notNull().default(false),
    /** When the sender's own clock said it happened, where that was corrected. */
    originalAt: at("original_at"),
    /** What ingestion repaired, as codes; null for nothing. */
    flags: text().array(),
    properties: jsonb().notNull(),
  },
  (table) => [
    index("events_follow").on(table.projectId, table.xid, table.seq),
    // Rows lie in order of receipt, so a few bytes for many pages tell where an hour is.
    index("events_received").using("brin", table.receivedAt),
    projectPolicy(),
  ],
);

/** Every message id ever accepted, so that a resend is known for the whole time of retention. */
export const eventIds = pgTable(
  "event_ids",
  {
    projectId: uuid("project_id").notNull(),
    /** The first 16 bytes of the SHA-256 of the message id. */
    digest: uuid().notNull(),
    /** CRC-32 of what the message said, so that another message under the same id is noticed. */
    content: integer().notNull().default(0),
    receivedMonth: date("received_month").notNull().default(sql`date_trunc('month', now())`),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.digest] }), projectPolicy()],
);
