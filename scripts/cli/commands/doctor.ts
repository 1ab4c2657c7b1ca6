import postgres from "postgres";
import { startDatabase } from "@/db/start";
import { env } from "@/lib/env";
import { isAppError } from "@/lib/errors";
import { defineCommand } from "../command";

type Check = { name: string; ok: boolean; message: string };

const fewestMonthsAhead = 2;

type Facts = {
  version: string;
  versionNumber: number;
  synchronousCommit: string;
  fsync: string;
  monthsAhead: number;
  strayRows: boolean;
  unforced: string[];
};

const readFacts = async (sql: postgres.Sql): Promise<Facts | undefined> => {
  const [row] = await sql<Facts[]>`
    select current_setting('server_version') as version,
      current_setting('server_version_num')::int as "versionNumber",
      current_setting('synchronous_commit') as "synchronousCommit",
      current_setting('fsync') as fsync,
      (select count(*)::int from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'events'::regclass
          and c.relname > 'events_' || to_char(now() at time zone 'UTC', 'YYYYMM') and c.relname ~ '^events_[0-9]{6}$') as "monthsAhead",
      exists (select from events_default) as "strayRows",
      (select coalesce(array_agg(c.relname::text order by c.relname), '{}') from pg_class c
        where c.relnamespace = 'public'::regnamespace and not c.relispartition and c.relkind in ('r', 'p')
          and exists (select from pg_policy p where p.polrelid = c.oid)
          and not (c.relrowsecurity and c.relforcerowsecurity)) as unforced`;
  return row;
};

type Login = { login: string; superuser: boolean; bypasses: boolean; member: boolean; durable: string };

const readLogin = async (sql: postgres.Sql): Promise<Login | undefined> => {
  const [row] = await sql<Login[]>`
    select rolname as login, rolsuper as superuser, rolbypassrls as bypasses,
      pg_has_role(current_user, 'tributary_app', 'member') as member, current_setting('synchronous_commit') as durable
    from pg_roles where rolname = current_user`;
  return row;
};

const judgeServer = (facts: Facts): Check[] => [
  {
    name: "version",
    ok: facts.versionNumber >= 150_000,
    message: `PostgreSQL ${facts.version}; 15 or newer is needed.`,
  },
  {
    name: "fsync",
    ok: facts.fsync === "on",
    message:
      facts.fsync === "on"
        ? "fsync is on: what was acknowledged survives a power cut."
        : "fsync is off: a power cut can destroy the database. Turn it on.",
  },
  {
    name: "partitions",
    ok: facts.monthsAhead >= fewestMonthsAhead && !facts.strayRows,
    message: facts.strayRows
      ? "Events lie in the default partition: no month was ready for them. Restart the app, which makes the months ahead."
      : `The log has partitions for ${facts.monthsAhead} months ahead.`,
  },
  {
    name: "tenant safety",
    ok: facts.unforced.length === 0,
    message:
      facts.unforced.length === 0
        ? "Row-level security is forced on every tenant table."
        : `Row-level security is not forced on: ${facts.unforced.join(", ")}.`,
  },
];

const judgeLogin = (login: Login): Check[] => {
  const problems = [
    login.superuser && "it is a superuser, which row-level security does not bind",
    login.bypasses && !login.superuser && "it bypasses row-level security",
    !login.member && "it may not act as tributary_app (grant tributary_app to it)",
  ].filter((problem) => problem !== false);
  return [
    {
      name: "role",
      ok: problems.length === 0,
      message:
        problems.length === 0
          ? `The app signs in as ${login.login}, which sees only what row-level security lets it see.`
          : `The app signs in as ${login.login}: ${problems.join("; ")}.`,
    },
    {
      name: "synchronous_commit",
      ok: login.durable !== "off" && login.durable !== "local",
      message:
        login.durable === "off" || login.durable === "local"
          ? `synchronous_commit is ${login.durable}: acknowledged events can be lost in a crash. Set it to on.`
          : `synchronous_commit is ${login.durable}: an event is on disk before it is acknowledged.`,
    },
  ];
};

const withClient = async <T>(url: string | undefined, run: (sql: postgres.Sql) => Promise<T>): Promise<T> => {
  const sql = postgres(url ?? "", { max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    return await run(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
};

const examine = async (): Promise<Check[]> => {
  let database: Awaited<ReturnType<typeof startDatabase>>;
  try {
    database = await startDatabase();
  } catch (error) {
    if (!isAppError(error)) throw error;
    return [{ name: "database", ok: false, message: error.message }];
  }
  try {
    const facts = await withClient(env.databaseOwnerUrl, readFacts);
    const login = await withClient(env.databaseUrl, readLogin);
    const where = database.embedded ? `embedded, data in ${env.dataDir}` : "the one DATABASE_URL names";
    return [
      {
        name: "database",
        ok: true,
        message: `The database answers (${where}) and its schema is up to date.`,
      },
      ...(facts ? judgeServer(facts) : []),
      ...(login ? judgeLogin(login) : []),
    ];
  } finally {
    await database.stop();
  }
};

export const doctor = defineCommand({
  name: "doctor",
  about: "Checks the set-up and says in plain words what is wrong.",
  options: {},
  run: async () => {
    const checks = await examine();
    const ok = checks.every((check) => check.ok);
    const lines = checks.map((check) => `${check.ok ? "ok   " : "WRONG"}  ${check.message}`);
    return {
      json: { ok, checks },
      text: [...lines, "", ok ? "All is well." : "Something needs attention."].join("\n"),
      ...(ok ? {} : { failed: true as const }),
    };
  },
});
