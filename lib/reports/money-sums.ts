import type { Money } from "./definition";

/** Minor units by currency; currencies are never added to each other. */
export type MoneySums = Map<string, number>;

export const addMoney = (sums: MoneySums, money: Money | null): void => {
  if (money) sums.set(money.currency, (sums.get(money.currency) ?? 0) + money.minor);
};

/** Adds up many amounts, which mostly are in one currency after the other. */
export class MoneyTally {
  private readonly sums: MoneySums = new Map();
  private currency = "";
  private minor = 0;
  private isEmpty = true;

  add({ currency, minor }: Money): void {
    if (this.isEmpty || currency !== this.currency) this.turnTo(currency);
    this.minor += minor;
  }

  /** The sums so far. */
  totals(): MoneySums {
    if (!this.isEmpty) this.sums.set(this.currency, this.minor);
    return this.sums;
  }

  private turnTo(currency: string): void {
    this.totals();
    this.currency = currency;
    this.minor = this.sums.get(currency) ?? 0;
    this.isEmpty = false;
  }
}

/** Adds sums to others, currency by currency. */
export const addSums = (sums: MoneySums, more: ReadonlyMap<string, number>): void => {
  for (const [currency, minor] of more) addMoney(sums, { currency, minor });
};

/** By currency, in alphabetical order. */
export const listMoney = (sums: ReadonlyMap<string, number>): Money[] =>
  [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, minor]) => ({ currency, minor }));
