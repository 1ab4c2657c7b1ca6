import { sql } from "drizzle-orm";
import type postgres from "postgres";
import { drizzlePool, rawPool } from "./client";
import { assertMinted, type ProjectScope, type Scope } from "./scope";
import { execute, transact } from "./transact";

export type Tx = Parameters<Parameters<ReturnType<typeof drizzlePool>["transaction"]>[0]>[0];
export type RawTx = postgres.TransactionSql;

const projectOf = (scope: Scope): string => ("projectId" in scope ? scope.projectId : "");

/**
 * The door to tenant rows: one transaction that runs as the app's role and can see only what belongs to `scope`.
 * A forgotten WHERE finds nothing of anybody else.
 */
export const withTenant = async <T>(scope: Scope, run: (tx: Tx) => Promise<T>): Promise<T> => {
  assertMinted(scope);
  return await transact<Tx, T>(
    (body) => drizzlePool().transaction(body),
    async (tx) => {
      await tx.execute(
        sql`select set_config('role', 'tributary_app', true), set_config('app.org_id', ${scope.orgId}, true), set_config('app.project_id', ${projectOf(scope)}, true)`,
      );
      return await run(tx);
    },
  );
};

const enter = async (tx: RawTx, scope: Scope, settings = ""): Promise<void> => {
  assertMinted(scope);
  // Sent at once, not when it is awaited: whatever is asked from now on follows it, also what nobody waits with.
  await tx`select set_config('role', 'tributary_app', true), set_config('app.org_id', ${scope.orgId}, true),
    set_config('app.project_id', ${projectOf(scope)}, true)${tx.unsafe(settings)}`.execute();
};

/** The same door for the log writer: one transaction that serves several projects, one after the other. */
export const withTenants = async <T>(
  run: (tx: RawTx, enterTenant: (scope: ProjectScope) => Promise<void>) => Promise<T>,
): Promise<T> =>
  await transact<RawTx, T>(
    (body) => rawPool("ingest").begin(body),
    (tx) => run(tx, (scope) => enter(tx, scope)),
  );

/**
 * The same door for one function of the database, which takes the project first: a transaction of its own, in one round
 * trip. The project is what entering the tenant answers, so nothing can be called before.
 */
export const callAsTenant = async <Row extends object>(
  scope: ProjectScope,
  name: string,
  columns: readonly (string | null)[],
): Promise<Row | undefined> => {
  assertMinted(scope);
  const given = columns.map((_, i) => `$${i + 3}`).join();
  const call = `select called.* from (
    select set_config('role', 'tributary_app', true), set_config('app.org_id', $1, true),
      set_config('app.project_id', $2, true) as project offset 0
  ) as entered, lateral ${name}(entered.project::uuid, ${given}) as called`;
  const all = [scope.orgId, scope.projectId, ...columns];
  const [row] = await execute<Row[]>(() => rawPool("ingest").unsafe<Row[]>(call, all, { prepare: true }));
  return row;
};

const readSnapshot = async <T>(
  scope: ProjectScope,
  run: (tx: RawTx) => Promise<T>,
  settings?: string,
): Promise<T> => {
  assertMinted(scope);
  return await transact<RawTx, T>(
    (body) => rawPool("read").begin("isolation level repeatable read read only", body),
    async (tx) => {
      // Sent before all else. Where it fails, the transaction is over, and the server refuses whatever follows.
      const entered = enter(tx, scope, settings);
      entered.catch(() => {});
      const result = await run(tx);
      await entered;
      return result;
    },
  );
};

/**
 * The same door for reading the log: one read-only snapshot, without Drizzle between, so COPY can be used. What is asked
 * first travels together with entering the tenant.
 */
export const withTenantSnapshot = <T>(scope: ProjectScope, run: (tx: RawTx) => Promise<T>): Promise<T> =>
  readSnapshot(scope, run);

/** As more of what entering the tenant selects. */
const settingsOfQuestions = `, set_config('plan_cache_mode', 'force_generic_plan', true),
    set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)`;

/**
 * The same for what every question asks of its own project. The server plans that once a connection: making a plan for
 * each project, over every month of the log, takes longer than running it. The plan is to go along the indexes, whatever
 * statistics make of projects that differ: a scan or a bitmap of a table is never worth the few rows that are asked for.
 */
export const withQuestionSnapshot = <T>(scope: ProjectScope, run: (tx: RawTx) => Promise<T>): Promise<T> =>
  readSnapshot(scope, run, settingsOfQuestions);
