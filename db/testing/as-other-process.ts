import postgres from "postgres";
import { onTestFinished } from "vitest";
import type { ProjectScope } from "@/db/scope";
import type { RawTx } from "@/db/tenant";
import { env } from "@/lib/env";

// Read before a proxy may stand in between.
const direct = env.databaseUrl ?? "";

type OtherProcess = {
  /** A transaction of the app's role inside the project. */
  inTenant<T>(scope: ProjectScope, run: (tx: RawTx) => Promise<T>): Promise<T>;
};

/** Writes beside this process, as a second instance of the app does: connections of its own, the same role. */
export const asOtherProcess = (connections = 2): OtherProcess => {
  const pool = postgres(direct, { max: connections, onnotice: () => {} });
  onTestFinished(() => pool.end({ timeout: 1 }));
  return {
    inTenant: async <T>({ orgId, projectId }: ProjectScope, run: (tx: RawTx) => Promise<T>): Promise<T> =>
      (await pool.begin(async (tx) => {
        await tx`select set_config('role', 'tributary_app', true), set_config('app.org_id', ${orgId}, true),
          set_config('app.project_id', ${projectId}, true)`;
        return await run(tx);
      })) as T,
  };
};
