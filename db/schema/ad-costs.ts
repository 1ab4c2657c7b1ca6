import { sql } from "drizzle-orm";
import { bigint, date, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { at, projectPolicy } from "./columns";
import { projects } from "./projects";

/** What advertising cost on a day of the project's timezone. Without a medium or a campaign they are "". */
export const adCosts = pgTable(
  "ad_costs",
  {
    projectId: uuid("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    day: date({ mode: "string" }).notNull(),
    source: text().notNull(),
    medium: text().notNull(),
    campaign: text().notNull(),
    costMinor: bigint("cost_minor", { mode: "number" }).notNull(),
    currency: text().notNull(),
    clicks: bigint({ mode: "number" }),
    impressions: bigint({ mode: "number" }),
    updatedAt: at("updated_at").notNull().default(sql`now()`),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.day, table.source, table.medium, table.campaign] }),
    projectPolicy(),
  ],
);
