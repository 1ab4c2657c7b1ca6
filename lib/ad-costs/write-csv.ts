import { csvOf } from "@/lib/csv";
import { currencyExponent } from "@/lib/money/currency-exponent";
import type { AdCost } from "./definition";

const columns = ["day", "source", "medium", "campaign", "cost", "currency", "clicks", "impressions"] as const;

const amountOf = ({ costMinor, currency }: AdCost): string => {
  const exponent = currencyExponent(currency) ?? 0;
  return (costMinor / 10 ** exponent).toFixed(exponent);
};

/** Costs as CSV that `readCsvCosts` reads back: amounts in whole units with their decimals. */
export const writeCsvCosts = (costs: readonly AdCost[]): string =>
  csvOf({
    columns,
    rows: costs.map((cost) => columns.map((column) => (column === "cost" ? amountOf(cost) : cost[column]))),
  });
