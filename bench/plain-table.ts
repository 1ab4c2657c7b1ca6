import postgres from "postgres";
import { processTime } from "./given-server";

const table = "bench_plain_table";

/** Columns that `unnest` takes; repairs are lists themselves, and nearly no event has any. */
const columnsOf = async (sql: postgres.Sql): Promise<{ name: string; type: string }[]> =>
  await sql<{ name: string; type: string }[]>`
    select attname as name, format_type(atttypid, null) as type from pg_attribute
    where attrelid = 'events'::regclass and attnum > 0 and not attisdropped and attname <> 'flags'
    order by attnum`;

/**
 * What the database has to do at least: writes events that are there already, as a list of values a column, into a table
 * without partitions, indexes and row-level security; durably, `size` at a time. Answers the processor time of the
 * connection that writes, in µs per row.
 */
export const measurePlainTable = async (ownerUrl: string, size: number, rows: number): Promise<number> => {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  const columns = await columnsOf(sql);
  const names = columns.map(({ name }) => `"${name}"`).join();
  const lists = columns.map(({ name }) => `array_agg("${name}")::text`).join();
  const given = columns.map(({ type }, i) => `unnest($${i + 1}::${type}[])`).join();
  const insertion = `insert into ${table} (${names}) select ${given}`;
  await sql.unsafe(`drop table if exists ${table}; create table ${table} (like events)`);
  try {
    const chosen = `select ${lists} from (select * from events limit ${size}) as chosen`;
    const [values = []] = await sql.unsafe(chosen).values();
    const write = async (count: number): Promise<void> => {
      for (let written = 0; written < count; written += size)
        await sql.unsafe(insertion, values as string[], { prepare: true });
    };
    await write(rows / 5);
    const [{ pid } = { pid: 0 }] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
    const before = processTime(pid);
    await write(rows);
    return ((processTime(pid) - before) * 1000) / rows;
  } finally {
    await sql.unsafe(`drop table ${table}`);
    await sql.end();
  }
};
