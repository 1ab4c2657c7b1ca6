import { sql } from "drizzle-orm";
import { integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { at, bytea, orgPolicy } from "./columns";
import { organisations } from "./organisations";

/** One site or app: the tenant of all facts. */
export const projects = pgTable(
  "projects",
  {
    id: uuid().primaryKey(),
    orgId: uuid("org_id")
      .notNull()
      .references(() => organisations.id, { onDelete: "cascade" }),
    slug: text().notNull(),
    name: text().notNull(),
    /** IANA name: days, weeks and months of every report. */
    timezone: text().notNull().default("UTC"),
    /** ISO 4217: used when an event states no currency. */
    currency: text().notNull().default("EUR"),
    sessionGapMs: integer("session_gap_ms").notNull().default(1_800_000),
    /** What becomes of people who did not consent: `consented` and `cookieless` know them for a day, `off` not at all. */
    privacyMode: text("privacy_mode", { enum: ["consented", "cookieless", "off"] })
      .notNull()
      .default("consented"),
    /** The site's own hosts, subdomains included; empty means every host. */
    domains: text().array().notNull().default([]),
    /** Address ranges (CIDR) of the people who run the site. */
    internalRanges: text("internal_ranges").array().notNull().default([]),
    /** Signs the ids that travel between the site's own domains. */
    linkerSecret: bytea("linker_secret")
      .notNull()
      .default(sql`uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())`),
    /** Events are deleted this many days after their receipt; null keeps them. */
    retentionDays: integer("retention_days"),
    createdAt: at("created_at").notNull().default(sql`now()`),
  },
  (table) => [unique().on(table.orgId, table.slug), orgPolicy()],
);
