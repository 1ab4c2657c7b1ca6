import { steps } from "../shop-visit";
import { benchRequire } from "./bench-require";
import { type FunnelKind, filteredCountry, type Peer, type Reached, windowMs } from "./peer";

type Session = { query(sql: string, format?: string): string; cleanup(): void };
type Chdb = { Session: new (path?: string) => Session };

const columns = `visitor UInt32, ts UInt64, seq UInt64, name LowCardinality(String), country LowCardinality(String),
  device LowCardinality(String), browser LowCardinality(String), os LowCardinality(String), path LowCardinality(String),
  session String, price Nullable(Float64)`;

const names = steps.map((step) => `'${step}'`).join(", ");
const conditions = steps.map((step) => `name = '${step}'`).join(", ");

const sqlOf = (kind: FunnelKind): string => {
  const group = kind === "brokenDown" ? "any(device)" : "''";
  const filter = kind === "filtered" ? ` and country = '${filteredCountry}'` : "";
  return `select g, level, toUInt32(count()) from (
      select ${group} as g, windowFunnel(${windowMs})(ts, ${conditions}) as level
      from log where name in (${names})${filter} group by visitor)
    group by g, level settings max_threads = 2`;
};

/** From how many stood at each level (1 is the first step) to how many reached each step. */
const reachedOf = (rows: readonly [group: string, level: number, visitors: number][]): Reached => {
  const reached: Reached = {};
  for (const [group, level, visitors] of rows) {
    reached[group] ??= steps.map(() => 0);
    const counts = reached[group] ?? [];
    for (let k = 0; k < level; k++) counts[k] = (counts[k] ?? 0) + visitors;
  }
  return reached;
};

/** ClickHouse in process, with the rows in the order that the question wants and as one part. */
export const openClickHouse = async (): Promise<Peer> => {
  const { Session: ChdbSession } = benchRequire("chdb") as Chdb;
  const session = new ChdbSession();
  return {
    load: async (file) => {
      session.query(`create table log (${columns}) engine = MergeTree order by (visitor, ts, seq)`);
      session.query(`insert into log select * from file('${file}', 'TSV', '${columns}')`);
      session.query("optimize table log final");
    },
    funnel: async (kind) => {
      const { data } = JSON.parse(session.query(sqlOf(kind), "JSONCompact")) as {
        data: [string, number, number][];
      };
      return reachedOf(data);
    },
    close: () => session.cleanup(),
  };
};
