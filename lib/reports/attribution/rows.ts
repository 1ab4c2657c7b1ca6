import type { GroupLabel } from "../breakdown-groups";
import { type CreditColumns, rowOfKey, untouchedRow, whole } from "./credits";
import type { AttributionRow, Credit, ModelCredits, StageLink } from "./definition";
import type { Joined } from "./join-partials";
import type { JourneyCredits } from "./journey-models";

/** What all credits are told in: every currency of the conversions, in order; whether they can be converted, and into what. */
export type Words = { currencies: readonly string[]; currency: string; isConverted: boolean };

const sum = (column: Float64Array | undefined, rows: readonly number[]): number =>
  rows.reduce((total, row) => total + (column?.[row] ?? 0), 0);

/** What some rows have together. */
export const creditOf = (
  { parts, money, converted, unconverted }: CreditColumns,
  rows: readonly number[],
  { currencies, currency, isConverted }: Words,
): Credit => ({
  conversions: sum(parts, rows) / whole,
  revenue: currencies.map((one) => ({ currency: one, minor: sum(money.get(one), rows) })),
  converted: isConverted
    ? {
        currency,
        minor: sum(converted, rows),
        missing: currencies.filter((one) => rows.some((row) => (unconverted.get(one)?.[row] ?? 0) !== 0)),
      }
    : null,
});

/** A row of an answer, with the rows of credits that it stands for. */
export type Group = GroupLabel & { rows: readonly number[] };

/** The keys with the most credit up to the limit, ties by sessions, then by name; and one for all others. */
export const groupsOf = (
  { keys, sessions, otherRow }: Joined,
  credits: readonly CreditColumns[],
  limit: number,
): Group[] => {
  const has = (row: number): boolean =>
    (sessions[row] ?? 0) > 0 || credits.some(({ parts }) => (parts[row] ?? 0) !== 0);
  const main = credits[0]?.parts;
  const all = [...keys.keys()].map(rowOfKey).filter(has);
  const ranked = all.sort(
    (a, b) => (main?.[b] ?? 0) - (main?.[a] ?? 0) || (sessions[b] ?? 0) - (sessions[a] ?? 0) || a - b,
  );
  const others = ranked.slice(limit);
  if (has(otherRow)) others.push(otherRow);
  return [
    ...ranked.slice(0, limit).map((row): Group => ({ value: keys[row - 1] ?? null, rows: [row] })),
    ...(others.length > 0 ? [{ value: null, other: true as const, rows: others }] : []),
  ];
};

const ofRow = (values: ReadonlyMap<number, number>, { other, rows }: Group): number | null =>
  other ? null : (values.get(rows[0] ?? 0) ?? 0);

/** The rows of one model. */
export const rowsOf = (
  joined: Joined,
  { credits, removalEffects, errors }: JourneyCredits,
  groups: readonly Group[],
  words: Words,
): Pick<ModelCredits, "rows" | "untouched"> => {
  const touched = (joined.all.parts[1] ?? 0) / whole;
  const rows = groups.map((group): AttributionRow => {
    const credit = creditOf(credits, group.rows, words);
    return {
      key: group.value,
      ...(group.other ? { other: true } : {}),
      sessions: sum(joined.sessions, group.rows),
      ...credit,
      share: touched === 0 ? null : credit.conversions / touched,
      ...(removalEffects ? { removalEffect: ofRow(removalEffects, group) } : {}),
      ...(errors ? { error: ofRow(errors, group) } : {}),
    };
  });
  return { rows, untouched: creditOf(credits, [untouchedRow], words) };
};

const isSomething = ({ conversions, revenue }: Credit): boolean =>
  conversions !== 0 || revenue.some(({ minor }) => minor !== 0);

/** The ways from keys to one micro goal, or with `null` straight to the conversion. */
export const linksOf = (
  credits: CreditColumns,
  micro: string | null,
  groups: readonly Group[],
  words: Words,
): StageLink[] => {
  const ofGroups = groups.map(
    (group): StageLink => ({
      key: group.value,
      ...(group.other ? { other: true } : {}),
      micro,
      ...creditOf(credits, group.rows, words),
    }),
  );
  const untouched = {
    key: null,
    untouched: true as const,
    micro,
    ...creditOf(credits, [untouchedRow], words),
  };
  return [...ofGroups, untouched].filter(isSomething);
};
