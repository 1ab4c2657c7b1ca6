import type { RawTx } from "@/db/tenant";
import type { Draft } from "./draft";
import { eventColumns, parameters } from "./insert-events";
import { knownVisitor } from "./known-visitors";
import type { LedgerCounts } from "./ledger-counts";
import { contentsOf, type Identified, type KnownIds } from "./message-ids";
import { isPlain } from "./resolve-visitors";
import { joinTexts } from "./text-column";
import { ledgerColumns } from "./write-ledger";

/** Whether one statement can write these: no facts about visitors, cookieless ids, orders, nor a message twice. */
export const arePlain = (drafts: readonly Draft[], { contents }: Identified): boolean =>
  drafts.length > 0 && contents.size === drafts.length && drafts.every(isPlain);

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
  { digests }: Identified,
  ledger: LedgerCounts,
): Promise<Appended> => {
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
  const [row] = await tx.unsafe<(KnownIds & { numbers: number[] | null })[]>(appending, columns, {
    prepare: true,
  });
  if (!row) throw new Error("The database did not say what it wrote.");
  const numbers = new Map<string, number>();
  row.numbers?.forEach((no, place) => {
    const id = ids[place];
    if (id !== undefined) numbers.set(id, no);
  });
  return { before: contentsOf(row), numbers };
};
