import postgres from "postgres";
import { afterAll } from "vitest";
import { env } from "@/lib/env";

let pool: postgres.Sql | undefined;

/** The owner of the schema, for what no tenant may see or do: the catalogue, locks, other backends. */
export const asOwner = (): postgres.Sql => {
  pool ??= postgres(env.databaseOwnerUrl ?? "", { max: 4, onnotice: () => {} });
  return pool;
};

afterAll(async () => {
  await pool?.end();
  pool = undefined;
});
