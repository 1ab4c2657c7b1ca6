import type postgres from "postgres";
import { appLogin, databaseName, ownerLogin } from "./logins";

const provisionNumber = 7_426_101;

/**
 * Makes the database and the app's login unless they exist. The login may do nothing by itself: it switches to
 * `tributary_app` in each transaction, and cannot become anything else.
 */
export const provision = async (sql: postgres.Sql, appPassword: string): Promise<void> => {
  await sql`select pg_advisory_lock(${provisionNumber})`;
  try {
    const [found] = await sql`
      select exists(select from pg_database where datname = ${databaseName}) as database,
        exists(select from pg_roles where rolname = 'tributary_app') as app,
        exists(select from pg_roles where rolname = ${appLogin}) as login`;
    if (!found?.app) await sql`create role tributary_app nologin`;
    if (!found?.login) {
      await sql.unsafe(`create role ${appLogin} login noinherit nosuperuser password '${appPassword}'`);
      await sql`grant tributary_app to ${sql(appLogin)}`;
    }
    if (!found?.database) await sql`create database ${sql(databaseName)} owner ${sql(ownerLogin)}`;
  } finally {
    await sql`select pg_advisory_unlock(${provisionNumber})`;
  }
};
