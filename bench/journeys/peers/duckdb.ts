import { steps } from "../shop-visit";
import { benchRequire } from "./bench-require";
import { type FunnelKind, filteredCountry, type Peer, type Reached, windowMs } from "./peer";

type Connection = {
  run(sql: string): Promise<unknown>;
  runAndReadAll(sql: string): Promise<{ getRows(): unknown[][] }>;
  closeSync(): void;
};
type DuckDb = { DuckDBInstance: { create(path: string): Promise<{ connect(): Promise<Connection> }> } };

/**
 * One ASOF join a step: each event of a step is joined to the latest event of the step before that is part of an
 * attempt. Of all attempts that got so far the latest has the most time left, so it alone has to be followed. Of the
 * ways tried (nested window functions, folded lists, this) it is the fastest.
 */
const sqlOf = (kind: FunnelKind): string => {
  const filter = kind === "filtered" ? ` and country = '${filteredCountry}'` : "";
  const group = kind === "brokenDown" ? "device" : "''";
  const attempts = steps.map((step, k) =>
    k === 0
      ? `s0 as (select visitor, ts, ts as entered, ${group} as g from log where name = '${step}'${filter})`
      : `s${k} as (select e.visitor, e.ts, s.entered, s.g
          from log e asof join s${k - 1} s on e.visitor = s.visitor and e.ts > s.ts
          where e.name = '${step}' and e.ts - s.entered <= ${windowMs})`,
  );
  const counts = steps.map(
    (_, k) => `select g, ${k} as step, count(distinct visitor)::int from s${k} group by g`,
  );
  return `with ${attempts.join(", ")} ${counts.join(" union all ")}`;
};

/** DuckDB in process, in memory, with the rows in the order that the question wants. */
export const openDuckDb = async (): Promise<Peer> => {
  const { DuckDBInstance } = benchRequire("@duckdb/node-api") as DuckDb;
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run("set threads = 2");
  return {
    load: async (file) => {
      await connection.run(
        `create table log as select * from read_csv('${file}', delim = '\t', header = false, quote = '', nullstr = '\\N',
          columns = {visitor: 'INTEGER', ts: 'BIGINT', seq: 'BIGINT', name: 'VARCHAR', country: 'VARCHAR',
            device: 'VARCHAR', browser: 'VARCHAR', os: 'VARCHAR', path: 'VARCHAR', session: 'VARCHAR', price: 'DOUBLE'})
        order by visitor, ts, seq`,
      );
    },
    funnel: async (kind) => {
      const reader = await connection.runAndReadAll(sqlOf(kind));
      const reached: Reached = {};
      for (const [group, step, visitors] of reader.getRows()) {
        reached[String(group)] ??= steps.map(() => 0);
        const counts = reached[String(group)];
        if (counts) counts[Number(step)] = Number(visitors);
      }
      return reached;
    },
    close: () => connection.closeSync(),
  };
};
