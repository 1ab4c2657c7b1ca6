import { sql } from "drizzle-orm";
import { index, pgTable, uuid } from "drizzle-orm/pg-core";
import { at } from "./columns";
import { users } from "./users";

/** One sign-in on one browser. The session cookie names it, and every request checks that it is not revoked. */
export const loginSessions = pgTable(
  "login_sessions",
  {
    id: uuid().primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    revokedAt: at("revoked_at"),
    createdAt: at("created_at").notNull().default(sql`now()`),
  },
  (table) => [index().on(table.userId)],
);
