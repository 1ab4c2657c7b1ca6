import { pgTable, text } from "drizzle-orm/pg-core";
import { at } from "./columns";

/** When each background job was last begun, by whichever instance: the claim that keeps the others from it. */
export const jobRuns = pgTable("job_runs", {
  name: text().primaryKey(),
  startedAt: at("started_at").notNull(),
});
