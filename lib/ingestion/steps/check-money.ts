import { currencyExponent } from "@/lib/money/currency-exponent";
import { type Draft, flag, type Refusal, type Step, shown } from "../draft";

const decimal = /^-?\d{1,15}(\.\d{1,6})?$/;
const most = 1e12;
const givesBack = /refund|cancel|return|chargeback/i;

const refuse = (code: string, message: string, path = "properties.revenue"): Refusal => ({
  code,
  path,
  message,
});

/** Why an amount is no money; never guessed, since "1.299" is a thousand in one country and one in another. */
const problemOf = (revenue: unknown, name: string): Refusal | undefined => {
  if (typeof revenue !== "number" && (typeof revenue !== "string" || !decimal.test(revenue)))
    return refuse(
      "invalid_revenue",
      `Write revenue as a number or as digits with a point (1299.00); this is ${shown(revenue)}.`,
    );
  const amount = Number(revenue);
  if (Math.abs(amount) > most) return refuse("revenue_too_large", "A revenue has at most twelve digits.");
  if (amount < 0 && !givesBack.test(name))
    return refuse("negative_revenue", "Only refunds and cancellations have a negative revenue.");
};

const decimalsOf = (revenue: unknown): number => /\.(\d+)$/.exec(String(revenue))?.[1]?.length ?? 0;

const readCurrency = (draft: Draft, standard: string): string | Refusal => {
  const { currency } = draft.properties;
  if (currency === undefined || currency === null || currency === "") {
    flag(draft, "currency_missing");
    return standard;
  }
  if (typeof currency !== "string" || currencyExponent(currency) === null)
    return refuse(
      "unknown_currency",
      `Write the currency as its ISO 4217 code (EUR); this is ${shown(currency)}.`,
      "properties.currency",
    );
  const code = currency.toUpperCase();
  if (code !== currency) {
    draft.properties = { ...draft.properties, currency: code };
    draft.propertiesText = JSON.stringify(draft.properties);
  }
  return code;
};

/**
 * Refuses a revenue that is no amount of money, so that no report ever adds it up. Amounts stay as they were sent:
 * reports turn their decimal text into minor units, half to even.
 */
export const checkMoney: Step = (draft, { settings }) => {
  const { revenue } = draft.properties;
  if (draft.kind !== "event" || revenue === undefined || revenue === null) return;
  const problem = problemOf(revenue, draft.name);
  if (problem) return problem;
  const currency = readCurrency(draft, settings.currency);
  if (typeof currency !== "string") return currency;
  if (decimalsOf(revenue) > (currencyExponent(currency) ?? 2)) flag(draft, "rounded");
};
