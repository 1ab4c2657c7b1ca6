import type { RawTx } from "@/db/tenant";
import type { Draft } from "./draft";
import { textColumn } from "./text-column";
import { visitorKeyOf } from "./visitor-key";

// Hot path: plain loops, and one text a column.

/** `count` parameters of a statement: `$1,$2`. */
export const parameters = (from: number, count: number): string =>
  Array.from({ length: count }, (_, i) => `$${from + i}`).join();

/** Nearly no group has any. */
const originalsOf = (drafts: readonly Draft[]): string | null =>
  drafts.some(({ originalAt }) => originalAt !== null)
    ? drafts.map(({ originalAt }) => originalAt ?? "").join()
    : null;

const repairsOf = (drafts: readonly Draft[]): string | null =>
  drafts.some(({ flags }) => flags) ? drafts.map(({ flags }) => flags?.join(" ") ?? "").join() : null;

const mark = ({ passive, bot }: Draft): string => (passive ? "p" : "-") + (bot ? "b" : "-");

const numbersOf = (drafts: readonly Draft[], numberOf: (key: string) => number | undefined): number[] =>
  drafts.map((draft) => {
    const no = numberOf(visitorKeyOf(draft));
    if (no === undefined) throw new Error("An event has no visitor.");
    return no;
  });

/**
 * The columns of events in their order, as the functions `insert_events` and `append_events` of the database take them.
 * `numberOf` knows the numbers of visitors by their keys.
 */
export const eventColumns = (
  drafts: readonly Draft[],
  numberOf: (key: string) => number | undefined,
): (string | null)[] => [
  textColumn(drafts, (draft) => draft.messageId),
  numbersOf(drafts, numberOf).join(),
  drafts.map((draft) => draft.occurredAt).join(),
  textColumn(drafts, (draft) => draft.name),
  textColumn(drafts, (draft) => draft.sessionId),
  textColumn(drafts, (draft) => draft.host),
  textColumn(drafts, (draft) => draft.path),
  textColumn(drafts, (draft) => draft.query),
  textColumn(drafts, (draft) => draft.title),
  textColumn(drafts, (draft) => draft.referrer),
  textColumn(drafts, (draft) => draft.utmSource),
  textColumn(drafts, (draft) => draft.utmMedium),
  textColumn(drafts, (draft) => draft.utmCampaign),
  textColumn(drafts, (draft) => draft.utmContent),
  textColumn(drafts, (draft) => draft.utmTerm),
  textColumn(drafts, (draft) => draft.clickId),
  textColumn(drafts, (draft) => draft.country),
  textColumn(drafts, (draft) => draft.device),
  textColumn(drafts, (draft) => draft.browser),
  textColumn(drafts, (draft) => draft.os),
  textColumn(drafts, (draft) => draft.language),
  drafts.map(mark).join(),
  originalsOf(drafts),
  repairsOf(drafts),
  textColumn(drafts, (draft) => draft.propertiesText),
];

const insertion = `select insert_events(null, ${parameters(1, 25)})`;

/** Appends events to the log in their order, under the numbers of their visitors. */
export const insertEvents = async (
  tx: RawTx,
  drafts: readonly Draft[],
  numbers: ReadonlyMap<string, number>,
): Promise<void> => {
  if (drafts.length === 0) return;
  await tx.unsafe(
    insertion,
    eventColumns(drafts, (key) => numbers.get(key)),
    { prepare: true },
  );
};
