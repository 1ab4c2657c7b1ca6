import { sql } from "drizzle-orm";
import { customType, pgPolicy, pgRole, timestamp } from "drizzle-orm/pg-core";

/** The role every tenant transaction runs as. It owns nothing and cannot bypass row-level security. */
const appRole = pgRole("tributary_app").existing();

const tenantPolicy = (column: string, setting: string) => {
  const own = sql.raw(`${column} = (select nullif(current_setting('${setting}', true), '')::uuid)`);
  return pgPolicy("tenant", { for: "all", to: appRole, using: own, withCheck: own });
};

/** Rows belong to one project; without a project in the transaction nothing is seen and nothing can be written. */
export const projectPolicy = () => tenantPolicy("project_id", "app.project_id");

/** Rows belong to one organisation. */
export const orgPolicy = (column: "org_id" | "id" = "org_id") => tenantPolicy(column, "app.org_id");

export const at = (name: string) => timestamp(name, { withTimezone: true, mode: "string" });

export const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/** A transaction id that never wraps. The default is the writing transaction, so the log can be followed exactly. */
export const xid8 = customType<{ data: string }>({ dataType: () => "xid8" });
