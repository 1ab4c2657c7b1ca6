import { sql } from "drizzle-orm";
import { integer, jsonb, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { at, projectPolicy } from "./columns";
import { projects } from "./projects";

export const goals = pgTable(
  "goals",
  {
    id: uuid().notNull(),
    projectId: uuid("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    key: text().notNull(),
    /** The whole definition as the API states it; checked by the same schema on the way in and out. */
    definition: jsonb().notNull(),
    /** Grows by one with every change of the definition. */
    version: integer().notNull().default(1),
    createdAt: at("created_at").notNull().default(sql`now()`),
    updatedAt: at("updated_at").notNull().default(sql`now()`),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.id] }),
    unique().on(table.projectId, table.key),
    projectPolicy(),
  ],
);
