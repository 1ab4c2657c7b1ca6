import type { ProjectScope } from "@/db/scope";
import { callAsTenant, type RawTx } from "@/db/tenant";
import type { Draft } from "./draft";
import { eventColumns, parameters } from "./insert-events";
import { knownVisitor } from "./known-visitors";
import type { LedgerCounts } from "./ledger-counts";
import { contentsOf, type Identified, type KnownIds } from "./message-ids";
import { isPlain } from "./resolve-visitors";
import { joinTexts } from "./text-column";
import { ledgerColumns } from "./write-ledger";

/** Whether one statement can write these: no facts about visitors, cookieless ids nor orders. */
export const arePlain = (drafts: readonly Draft[]): boolean => drafts.length > 0 && drafts.every(isPlain);

/** Whether no message is there twice. */
export const areDistinct = ({ digests, contents }: Identified): boolean => contents.size === digests.length;

/** Numbers of visitors that this process has met; others get places from -1 down in `newcomers`. */
const placing = (projectId: string) => {
  const places = new Map<string, number>();
  const numberOf = (key: string): number => {
    const known = knownVisitor(projectId, key) ?? places.get(key);
    if (known !== undefined) return known;
    const place = -places.size - 1;
    places.set(key, place);
    return place;
  };
  return { numberOf, newcomers: () => [...places.keys()] };
};

/** What both functions of the database take, and the ids whose numbers they answer. */
const columnsOf = (
  projectId: string,
  drafts: readonly Draft[],
  { digests }: Identified,
  ledger: LedgerCounts,
): { columns: (string | null)[]; ids: string[] } => {
  const { numberOf, newcomers } = placing(projectId);
  const events = eventColumns(drafts, numberOf);
  const ids = newcomers();
  const columns = [
    digests.join(),
    drafts.map(({ content }) => content).join(),
    ids.length > 0 ? joinTexts(ids) : null,
    ...ledgerColumns(ledger),
    ...events,
  ];
  return { columns, ids };
};

type Numbers = { numbers: number[] | null };

const numbersOf = (ids: readonly string[], row: Numbers): ReadonlyMap<string, number> => {
  const numbers = new Map<string, number>();
  row.numbers?.forEach((no, place) => {
    const id = ids[place];
    if (id !== undefined) numbers.set(id, no);
  });
  return numbers;
};

const appending = `select * from append_events(${parameters(1, 32)})`;

/** What the first messages under known ids said; when there are none, everything is written, under these numbers. */
export type Appended = { before: ReadonlyMap<string, number>; numbers: ReadonlyMap<string, number> };

/**
 * Writes plain events and the ledger, as it is when all of their messages are new. When one of them is known, only the
 * ids of the others are written.
 */
export const appendIfNew = async (
  tx: RawTx,
  projectId: string,
  drafts: readonly Draft[],
  identified: Identified,
  ledger: LedgerCounts,
): Promise<Appended> => {
  const { columns, ids } = columnsOf(projectId, drafts, identified, ledger);
  const [row] = await tx.unsafe<(KnownIds & Numbers)[]>(appending, columns, { prepare: true });
  if (!row) throw new Error("The database did not say what it wrote.");
  return { before: contentsOf(row), numbers: numbersOf(ids, row) };
};

/**
 * The same in a transaction of its own, which is one round trip and no more. Answers the numbers of visitors; undefined,
 * with nothing written, when a message is known.
 */
export const appendAtOnce = async (
  scope: ProjectScope,
  drafts: readonly Draft[],
  identified: Identified,
  ledger: LedgerCounts,
): Promise<ReadonlyMap<string, number> | undefined> => {
  const { columns, ids } = columnsOf(scope.projectId, drafts, identified, ledger);
  const row = await callAsTenant<Numbers & { is_known: boolean }>(scope, "append_new_events", columns);
  if (!row) throw new Error("The database did not say what it wrote.");
  return row.is_known ? undefined : numbersOf(ids, row);
};
