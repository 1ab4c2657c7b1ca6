import { sql } from "drizzle-orm";
import { pgTable, text, uuid } from "drizzle-orm/pg-core";
import { at } from "./columns";

/** A person who signs in. Not a tenant's row: one person may belong to several organisations. */
export const users = pgTable("users", {
  id: uuid().primaryKey(),
  /** Lower case. */
  email: text().notNull().unique(),
  name: text(),
  passwordHash: text("password_hash").notNull(),
  disabledAt: at("disabled_at"),
  createdAt: at("created_at").notNull().default(sql`now()`),
});
