import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { at, bytea, projectPolicy, xid8 } from "./columns";
import { projects } from "./projects";

/**
 * How far a set of runs follows the log. A project's questions read the generation that is live; another one is being
 * built beside it while the journeys are made anew.
 */
export const journeyCheckpoints = pgTable(
  "journey_checkpoints",
  {
    projectId: uuid("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    generation: bigint({ mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    live: boolean().notNull().default(false),
    /** Rows of the log with `seq > base_seq` are folded when their transaction is older than this one. */
    horizon: xid8().notNull().default("0"),
    /** Rows up to here are folded whatever their `xid` says, which may be of a cluster before a restore. */
    baseSeq: bigint("base_seq", { mode: "number" }).notNull(),
    /** While the rows up to `base_seq` are being folded: those with a smaller `xid` are. */
    adopting: xid8(),
    /** Nothing with a higher `seq` is folded. */
    maxSeq: bigint("max_seq", { mode: "number" }).notNull(),
    /** The newest receipt and the latest occurrence among what is folded; null for nothing. */
    receivedAt: at("received_at"),
    latestAt: at("latest_at"),
    /** The cluster that `horizon` is a transaction of. */
    systemIdentifier: text("system_identifier").notNull(),
    /** Grows with every change of the set of runs. */
    version: bigint({ mode: "number" }).notNull().default(0),
    updatedAt: at("updated_at").notNull().default(sql`now()`),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.generation] }),
    uniqueIndex("journey_checkpoints_live").on(table.projectId).where(sql`live`),
    projectPolicy(),
  ],
);

/** An immutable piece of a project's journeys: the visitors of one shard in one month (UTC, by occurrence). */
export const journeyRuns = pgTable(
  "journey_runs",
  {
    projectId: uuid("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    id: bigint({ mode: "number" }).notNull().generatedAlwaysAsIdentity(),
    generation: bigint({ mode: "number" }).notNull(),
    /** Its first day. */
    month: date().notNull(),
    shard: integer().notNull(),
    shards: integer().notNull(),
    events: integer().notNull(),
    visitors: integer().notNull(),
    bytes: bigint({ mode: "number" }).notNull(),
    /** How many of its events say how visitors came; null in a run from before they were stored apart. */
    firstEvents: integer("first_events"),
    createdAt: at("created_at").notNull().default(sql`now()`),
    /** Questions that began before still read it for a while. */
    replacedAt: at("replaced_at"),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.id] }),
    index("journey_runs_replaced").on(table.projectId, table.replacedAt).where(sql`replaced_at is not null`),
    projectPolicy(),
  ],
);

/** The columns of a run: `core` (whose rows are where), and one a field; those of its first rows begin with "first ". */
export const journeyColumns = pgTable(
  "journey_columns",
  {
    projectId: uuid("project_id").notNull(),
    runId: bigint("run_id", { mode: "number" }).notNull(),
    field: text().notNull(),
    data: bytea().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.runId, table.field] }),
    foreignKey({
      columns: [table.projectId, table.runId],
      foreignColumns: [journeyRuns.projectId, journeyRuns.id],
    }).onDelete("cascade"),
    projectPolicy(),
  ],
);

/** Visitors whose rows nobody may see any more, wherever they still lie. */
export const erasedVisitors = pgTable(
  "erased_visitors",
  {
    projectId: uuid("project_id")
      .notNull()
      .references(() => projects.id, { onDelete: "cascade" }),
    visitorNo: integer("visitor_no").notNull(),
    erasedAt: at("erased_at").notNull().default(sql`now()`),
    /** When the last run that held rows of theirs had been written anew without them. */
    purgedAt: at("purged_at"),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.visitorNo] }), projectPolicy()],
);
