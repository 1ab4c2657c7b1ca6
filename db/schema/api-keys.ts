import { sql } from "drizzle-orm";
import { pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { at, bytea, projectPolicy } from "./columns";
import { projects } from "./projects";

/** A write key is public (it stands in page sources) and kept readable; of a secret key only the digest is kept. */
export const apiKeys = pgTable(
  "api_keys",
  {
    id: uuid().notNull(),
    projectId: uuid("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    kind: text({ enum: ["write", "secret"] }).notNull(),
    name: text().notNull(),
    /** SHA-256 of the key. */
    digest: bytea().notNull().unique(),
    /** The whole key for kind write, the first characters for kind secret. */
    shown: text().notNull(),
    scopes: text({ enum: ["ingest", "read", "admin", "privacy"] })
      .array()
      .notNull(),
    /** Pages that may send with a write key, as origins ("https://shop.example"); empty means every page. */
    allowedOrigins: text("allowed_origins").array().notNull().default([]),
    /** Set by a rotation: the old key works beside the new one until then. */
    expiresAt: at("expires_at"),
    /** At most a minute behind. */
    lastUsedAt: at("last_used_at"),
    revokedAt: at("revoked_at"),
    createdAt: at("created_at").notNull().default(sql`now()`),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.id] }), projectPolicy()],
);
