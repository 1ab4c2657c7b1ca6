import type { Money } from "./definition";

/** Minor units by currency; currencies are never added to each other. */
export type MoneySums = Map<string, number>;

export const addMoney = (sums: MoneySums, money: Money | null): void => {
  if (money) sums.set(money.currency, (sums.get(money.currency) ?? 0) + money.minor);
};

/** Adds sums to others, currency by currency. */
export const addSums = (sums: MoneySums, more: ReadonlyMap<string, number>): void => {
  for (const [currency, minor] of more) addMoney(sums, { currency, minor });
};

/** By currency, in alphabetical order. */
export const listMoney = (sums: ReadonlyMap<string, number>): Money[] =>
  [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, minor]) => ({ currency, minor }));
