import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { at, projectPolicy, xid8 } from "./columns";
import { projects } from "./projects";

/** Where a project takes its next visitor number from; every writer locks it before it adds ids. */
export const visitorCounters = pgTable(
  "visitor_counters",
  {
    projectId: uuid("project_id")
      .primaryKey()
      .references(() => projects.id, { onDelete: "cascade" }),
    nextNo: integer("next_no").notNull().default(1),
  },
  () => [projectPolicy()],
);

/** An id as sent (`u:` user, `a:` anonymous, `o:` order) or made (`c:` cookieless), and the visitor number it stands for. */
export const visitorIds = pgTable(
  "visitor_ids",
  {
    projectId: uuid("project_id").notNull(),
    id: text().notNull(),
    visitorNo: integer("visitor_no").notNull(),
    /** An anonymous id belongs to the user who identified it first, an order to the first visitor who shows it; later ones link nothing. */
    linked: boolean().notNull().default(false),
    /** Of a cookieless id: its last event near the end of its day, so that a visit survives midnight. */
    seenAt: at("seen_at"),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.id] }),
    // Lists of people ask what their numbers are called.
    index().on(table.projectId, table.visitorNo),
    projectPolicy(),
  ],
);

/** Two numbers that turned out to be one visitor; events keep the number they were written with. */
export const visitorMerges = pgTable(
  "visitor_merges",
  {
    projectId: uuid("project_id").notNull(),
    fromNo: integer("from_no").notNull(),
    intoNo: integer("into_no").notNull(),
    xid: xid8().notNull().default(sql`pg_current_xact_id()`),
    /** Of the same sequence as the log's, so that one rule says what is folded. */
    seq: bigint({ mode: "number" }).notNull().default(sql`nextval('event_seq')`),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.fromNo] }),
    index().on(table.projectId, table.intoNo),
    projectPolicy(),
  ],
);

/** The latest known traits of a visitor, from `identify`. */
export const visitorTraits = pgTable(
  "visitor_traits",
  {
    projectId: uuid("project_id").notNull(),
    visitorNo: integer("visitor_no").notNull(),
    traits: jsonb().notNull(),
    updatedAt: at("updated_at").notNull().default(sql`now()`),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.visitorNo] }), projectPolicy()],
);
