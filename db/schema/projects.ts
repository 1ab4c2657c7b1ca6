import { sql } from "drizzle-orm";
import { integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { at, orgPolicy } from "./columns";
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
    createdAt: at("created_at").notNull().default(sql`now()`),
  },
  (table) => [unique().on(table.orgId, table.slug), orgPolicy()],
);
