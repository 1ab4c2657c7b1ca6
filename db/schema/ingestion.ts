import { sql } from "drizzle-orm";
import { bigint, date, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { at, bytea, projectPolicy } from "./columns";
import { projects } from "./projects";

/**
 * What became of everything that was sent, by project, hour of receipt and key. In each hour the events `received` are
 * those `accepted`, `duplicate`, `ignored` and `rejected`. `flagged` counts repairs of accepted events, `refused`
 * requests that were turned away before their events were looked at.
 */
export const ingestionLedger = pgTable(
  "ingestion_ledger",
  {
    projectId: uuid("project_id").notNull(),
    hour: at("hour").notNull(),
    /** The key or webhook secret that vouched; all zeros for files and replays. */
    keyId: uuid("key_id").notNull(),
    outcome: text({
      enum: ["received", "accepted", "duplicate", "ignored", "rejected", "flagged", "refused"],
    }).notNull(),
    /** A code. Of `accepted`: "event" for a row of the log, "fact" for one about a visitor. */
    reason: text().notNull().default(""),
    events: bigint({ mode: "number" }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.hour, table.keyId, table.outcome, table.reason] }),
    projectPolicy(),
  ],
);

/** What the hourly reconciliation found: what the ledger says beside what is stored. */
export const ledgerChecks = pgTable(
  "ledger_checks",
  {
    projectId: uuid("project_id").notNull(),
    hour: at("hour").notNull(),
    received: bigint({ mode: "number" }).notNull(),
    explained: bigint({ mode: "number" }).notNull(),
    accepted: bigint({ mode: "number" }).notNull(),
    stored: bigint({ mode: "number" }).notNull(),
    checkedAt: at("checked_at").notNull().default(sql`now()`),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.hour] }), projectPolicy()],
);

/** Events that could not be stored, kept for thirty days so that they can be repaired and sent again. */
export const rejectedEvents = pgTable(
  "rejected_events",
  {
    projectId: uuid("project_id").notNull(),
    id: uuid().notNull().default(sql`gen_random_uuid()`),
    keyId: uuid("key_id").notNull(),
    receivedAt: at("received_at").notNull().default(sql`now()`),
    source: text({ enum: ["write", "secret", "import"] }).notNull(),
    code: text().notNull(),
    path: text().notNull(),
    message: text().notNull(),
    eventName: text("event_name"),
    messageId: text("message_id"),
    /** The event as it was sent (JSON), or the beginning of a body that could not be read. */
    payload: text().notNull(),
    /** Set when a repaired copy was accepted. */
    replayedAt: at("replayed_at"),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.id] }),
    index("rejected_events_received").on(table.projectId, table.receivedAt),
    index("rejected_events_waiting")
      .on(table.projectId, table.code, table.receivedAt)
      .where(sql`replayed_at is null`),
    projectPolicy(),
  ],
);

/** The random salt of a day's cookieless ids. Once it is deleted, nobody can compute them again. */
export const visitorSalts = pgTable(
  "visitor_salts",
  {
    projectId: uuid("project_id").notNull(),
    day: date().notNull(),
    salt: bytea().notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.day] }), projectPolicy()],
);

/** Shared secrets of systems that sign what they send. Readable, because a signature is checked with the secret itself. */
export const webhookSecrets = pgTable(
  "webhook_secrets",
  {
    projectId: uuid("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    id: uuid().notNull(),
    provider: text({ enum: ["shopify"] }).notNull(),
    secret: text().notNull(),
    revokedAt: at("revoked_at"),
    createdAt: at("created_at").notNull().default(sql`now()`),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.id] }), projectPolicy()],
);
