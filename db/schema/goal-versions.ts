import { sql } from "drizzle-orm";
import { integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { at, projectPolicy } from "./columns";
import { projects } from "./projects";

/** What every goal was, from when on. Rows are added and never changed. */
export const goalVersions = pgTable(
  "goal_versions",
  {
    projectId: uuid("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    key: text().notNull(),
    /** Grows by one with every change, and goes on where a goal is made anew under an old key. */
    version: integer().notNull(),
    /** Null: from then on there was no such goal. */
    definition: jsonb(),
    at: at("at").notNull().default(sql`clock_timestamp()`),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.key, table.version] }), projectPolicy()],
);
