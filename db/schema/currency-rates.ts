import { sql } from "drizzle-orm";
import { date, numeric, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { at, projectPolicy } from "./columns";
import { projects } from "./projects";

/** One unit of `currency` was worth so many units of the project's own on that day. */
export const currencyRates = pgTable(
  "currency_rates",
  {
    projectId: uuid("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    day: date({ mode: "string" }).notNull(),
    currency: text().notNull(),
    rate: numeric().notNull(),
    updatedAt: at("updated_at").notNull().default(sql`now()`),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.currency, table.day] }), projectPolicy()],
);
