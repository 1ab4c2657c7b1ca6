import { sql } from "drizzle-orm";
import { jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { at, projectPolicy } from "./columns";
import { projects } from "./projects";

/** Funnel questions without a range that are asked for by key. */
export const funnels = pgTable(
  "funnels",
  {
    projectId: uuid("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    key: text().notNull(),
    /** The whole definition as the API states it; checked by the same schema on the way in and out. */
    definition: jsonb().notNull(),
    createdAt: at("created_at").notNull().default(sql`now()`),
    updatedAt: at("updated_at").notNull().default(sql`now()`),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.key] }), projectPolicy()],
);
