import { sql } from "drizzle-orm";
import { bigint, index, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { at, bytea, projectPolicy } from "./columns";
import { projects } from "./projects";

/** What became of orders: refunds, cancellations, late values. Rows are added and never changed. */
export const adjustments = pgTable(
  "adjustments",
  {
    projectId: uuid("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    seq: bigint({ mode: "number" }).generatedAlwaysAsIdentity(),
    orderId: text("order_id").notNull(),
    type: text({ enum: ["refund", "cancellation", "value"] }).notNull(),
    /** Null of a cancellation, as is the currency. */
    amountMinor: bigint("amount_minor", { mode: "number" }),
    currency: text(),
    /** The sender's own id. */
    adjustmentId: text("adjustment_id"),
    /** Of the sender's id, else of all that was said: what has the same was sent twice. */
    digest: bytea().notNull(),
    occurredAt: at("occurred_at").notNull(),
    receivedAt: at("received_at").notNull().default(sql`now()`),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.seq] }),
    uniqueIndex("adjustments_digest").on(table.projectId, table.digest),
    index("adjustments_order").on(table.projectId, table.orderId),
    projectPolicy(),
  ],
);
