import type { Converter } from "@/lib/rates/converter";
import type { Money } from "./definition";

// Hot path: called for every conversion that has a value.

/**
 * Amounts as they come to in the project's currency: each converted by itself, so that groups add up. `known` of them
 * could be; currencies of the others are `missing`. Plain data.
 */
export type ConvertedSums = { minor: number; known: number; missing: Set<string> };

export const newConvertedSums = (): ConvertedSums => ({ minor: 0, known: 0, missing: new Set() });

/** Adds an amount of an event at `at`, ms since 1970; answers what it comes to, `null` if it cannot be converted. */
export const addConverted = (
  sums: ConvertedSums,
  money: Money,
  at: number,
  convert: Converter,
): number | null => {
  const minor = convert(money.minor, money.currency, at);
  if (minor === null) sums.missing.add(money.currency);
  else {
    sums.minor += minor;
    sums.known++;
  }
  return minor;
};

/** Adds sums to others. */
export const joinConverted = (sums: ConvertedSums, more: ConvertedSums): void => {
  sums.minor += more.minor;
  sums.known += more.known;
  for (const currency of more.missing) sums.missing.add(currency);
};

/** `null` when there are amounts and none of them could be converted. */
export const listConverted = (
  { minor, known, missing }: ConvertedSums,
  currency: string,
): (Money & { missing: string[] }) | null =>
  known === 0 && missing.size > 0 ? null : { currency, minor, missing: [...missing].sort() };
