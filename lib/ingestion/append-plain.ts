import type { RawTx } from "@/db/tenant";
import type { Draft } from "./draft";
import { eventColumns, parameters } from "./insert-events";
import { knownVisitor } from "./known-visitors";
import { identify } from "./message-ids";
import { isPlain } from "./resolve-visitors";
import { joinTexts } from "./text-column";
import { ledgerColumns } from "./write-ledger";
import { countAll, type ProjectWritten, type WriteRequest, type Written } from "./write-project";

/** What requests say about one project, if one statement can write it: as if no message were known yet. */
export type PlainPlan = { columns: (string | null)[]; newcomers: readonly string[]; written: Written[] };

const draftsOf = (requests: readonly WriteRequest[]): Draft[] | undefined => {
  const drafts: Draft[] = [];
  for (const { drafts: own, rejected } of requests) {
    if (rejected.length > 0) return undefined;
    for (const draft of own) {
      if (!isPlain(draft)) return undefined;
      drafts.push(draft);
    }
  }
  return drafts.length > 0 ? drafts : undefined;
};

/**
 * Plans to write requests in one statement. `undefined` for what needs more: rejects to keep, facts about visitors,
 * cookieless ids, orders, the same message twice.
 */
export const planPlain = (projectId: string, requests: readonly WriteRequest[]): PlainPlan | undefined => {
  const drafts = draftsOf(requests);
  if (!drafts) return undefined;
  const { digests, contents } = identify(drafts);
  if (contents.size < drafts.length) return undefined;
  const places = new Map<string, number>();
  const numberOf = (key: string): number => {
    const known = knownVisitor(projectId, key) ?? places.get(key);
    if (known !== undefined) return known;
    const place = -places.size - 1;
    places.set(key, place);
    return place;
  };
  const events = eventColumns(drafts, numberOf);
  const newcomers = [...places.keys()];
  const { written, ledger } = countAll(
    requests,
    drafts.map(() => "new"),
  );
  const columns = [
    digests.join(),
    drafts.map(({ content }) => content).join(),
    newcomers.length > 0 ? joinTexts(newcomers) : null,
    ...ledgerColumns(ledger),
    ...events,
  ];
  return { columns, newcomers, written };
};

const appending = `select append_events(${parameters(1, 32)}) as numbers`;

/** Writes what was planned, inside a transaction that enters the tenant. Fails with 23505 when a message is known. */
export const appendPlain = async (
  tx: RawTx,
  { columns, newcomers, written }: PlainPlan,
): Promise<ProjectWritten> => {
  const [row] = await tx.unsafe<{ numbers: number[] | null }[]>(appending, columns, { prepare: true });
  const numbers = new Map<string, number>();
  row?.numbers?.forEach((no, place) => {
    const id = newcomers[place];
    if (id !== undefined) numbers.set(id, no);
  });
  return { written, numbers };
};
