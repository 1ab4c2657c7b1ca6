import { readFileSync } from "node:fs";
import type postgres from "postgres";

// Figures counted by SQL over the raw rows of a file: nothing of the product is used, not even its words.

/** A row of a shop's raw log: who, in which visit, what kind of step, when in seconds, and what brand. */
export type RawRow = {
  who: string;
  visit: string | null;
  kind: string;
  second: number;
  brand: string | null;
};

/** The whole rows of a CSV file, read by splitting lines at commas. */
export const rawRows = (file: string, rowOf: (cells: string[]) => RawRow | null): RawRow[] =>
  readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line) => rowOf(line.trim().split(",")) ?? []);

/** Lends a connection on which `raw(place, who, visit, kind, second, brand)` has the rows, and `ordered` their order `n`. */
export const withRaw = async <T>(
  database: postgres.Sql,
  rows: readonly RawRow[],
  run: (sql: postgres.TransactionSql) => Promise<T>,
): Promise<T> => {
  const result = await database.begin(async (sql) => {
    await sql`create temp table raw (place int, who text, visit text, kind text, second bigint, brand text) on commit drop`;
    await sql`insert into raw select * from jsonb_to_recordset(${sql.json(
      rows.map((row, place) => ({ place, ...row })),
    )}) as r(place int, who text, visit text, kind text, second bigint, brand text)`;
    await sql`create temp table ordered on commit drop as
      select *, row_number() over (order by second, place) as n from raw`;
    await sql`create index on ordered (who, kind, n)`;
    await sql`analyze raw, ordered`;
    return await run(sql);
  });
  return result as T;
};

/**
 * What a small step `m` says about the aim `M` within so many seconds: who did it first, who came to the aim after, and
 * moments of visits in which neither had happened yet.
 */
export const rawMatrix = async (
  sql: postgres.TransactionSql,
  { m, M, seconds }: { m: string; M: string; seconds: number },
): Promise<Record<string, number>> => {
  const [figures = {}] = await sql<Record<string, number>[]>`
    with firsts as (
      select who, min(n) filter (where kind = ${m}) as m, min(n) filter (where kind = ${M}) as big
      from ordered group by who
    ), reached as (
      select f.who, o.second as since, o.n,
        (select min(e.second) from ordered e
          where e.who = f.who and e.kind = ${M} and e.n > o.n and e.second <= o.second + ${seconds}) as at
      from firsts f join ordered o on o.n = f.m where f.big is null or f.big > f.m
    ), neither as (
      select o.*, row_number() over (partition by who, visit order by n) as rank,
        count(*) over (partition by who, visit) as size
      from ordered o where kind not in (${m}, ${M})
    ), starts as (
      select who, visit, min(n) as n from ordered group by who, visit
    ), moments as (
      select e.* from neither e join firsts f using (who) join starts s using (who, visit)
      where e.rank = (e.size - 1) / 2 + 1
        and e.n < least(coalesce(f.m, 1e15), coalesce(f.big, 1e15))
        and s.n < least(coalesce(f.m, 1e15), coalesce(f.big, 1e15))
    )
    select
      (select count(*) from reached)::int as reached,
      (select count(at) from reached)::int as converted,
      (select percentile_cont(0.5) within group (order by at - since) from reached where at is not null) as "medianSeconds",
      (select count(*) from moments)::int as moments,
      (select count(*) from moments o where exists (select from ordered e
        where e.who = o.who and e.kind = ${M} and e.n > o.n and e.second <= o.second + ${seconds}))::int as "momentsConverted",
      (select count(*) from firsts where big is not null)::int as aims,
      (select count(*) from firsts where m < big)::int as preceded`;
  return figures;
};
