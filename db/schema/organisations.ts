import { sql } from "drizzle-orm";
import { pgTable, text, uuid } from "drizzle-orm/pg-core";
import { at, orgPolicy } from "./columns";

/** People's tenant. Its own id is the tenant key. */
export const organisations = pgTable(
  "organisations",
  {
    id: uuid().primaryKey(),
    slug: text().notNull().unique(),
    name: text().notNull(),
    createdAt: at("created_at").notNull().default(sql`now()`),
  },
  () => [orgPolicy("id")],
);
