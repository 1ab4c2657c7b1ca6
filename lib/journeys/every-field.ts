import type { ProjectScope } from "@/db/scope";
import type { RawTx } from "@/db/tenant";
import { readCopy } from "./read-copy";
import { ownRows, type StoredRun } from "./read-state";
import type { EncodedRun } from "./run";

/** Stands for every property and every trait that there is. */
export const everyField = "*";

const mostProperties = 200;
const mostTraits = 50;
/** All that are read lie in memory at once, in up to twice as many bytes as are stored. */
const mostBytes = 512 * 1024 ** 2;

const namesFrom = async (tx: RawTx, query: string): Promise<string[]> => {
  const names: string[] = [];
  await readCopy(tx, query, (row) => names.push(row.text(0) ?? ""));
  return names;
};

/** The four bytes of a column's header that say how many rows have a value. */
const presentRows = [0, 1, 2, 3]
  .map((byte) => `get_byte(substring(data from 9 for 4), ${byte}) * ${256 ** byte}::bigint`)
  .join(" + ");

/** The properties that most events of the runs have, as many as fit. */
const storedProperties = async (
  tx: RawTx,
  scope: ProjectScope,
  runs: readonly StoredRun[],
): Promise<string[]> =>
  runs.length === 0
    ? []
    : await namesFrom(
        tx,
        `select field from (
           select field, rows, sum(bytes) over (order by rows desc, field) as so_far from (
             select field, sum(${presentRows}) as rows, sum(length(data)) as bytes from journey_columns
             where ${ownRows(scope)} and field like 'property.%' and run_id in (${runs.map(({ id }) => id).join()})
             group by field
           ) counted
         ) summed where so_far <= ${mostBytes} order by rows desc, field limit ${mostProperties}`,
      );

const tailProperties = (tail: readonly EncodedRun[]): string[] =>
  tail.flatMap(({ columns }) => [...columns.keys()].filter((field) => field.startsWith("property.")));

/**
 * The columns that `everyField` stands for: the properties that most events carry, up to 200 and to what fits in memory,
 * those that came since, and the traits of most visitors.
 */
export const readEveryField = async (
  tx: RawTx,
  scope: ProjectScope,
  { runs, tail }: { runs: readonly StoredRun[]; tail: readonly EncodedRun[] },
): Promise<string[]> => {
  const stored = await storedProperties(tx, scope, runs);
  const traits = await namesFrom(
    tx,
    `select 'trait.' || name from visitor_traits, jsonb_object_keys(traits) as name where ${ownRows(scope)}
     group by name order by count(*) desc, name limit ${mostTraits}`,
  );
  return [...new Set([...stored, ...tailProperties(tail).slice(0, mostProperties), ...traits])];
};
