import type { TableCell } from "@/components/charts/data-table";
import { cannotSay } from "@/components/charts/format";
import { moneyCell, moneyText } from "@/components/charts/table-cells";
import type { Converted, Credit } from "@/lib/reports/attribution/definition";
import type { Money } from "@/lib/reports/definition";

const wholes = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const precise = new Intl.NumberFormat("en", { maximumSignificantDigits: 1 });

export const isPart = (conversions: number): boolean => !Number.isInteger(conversions);

/**
 * "1,204", "12.5", "0.03": a part of conversions; never 0 where there is some. `withTenths`: in a column that has parts,
 * so that numbers line up.
 */
export const creditText = (conversions: number, withTenths = isPart(conversions)): string => {
  const size = Math.abs(conversions);
  const format = size > 0 && size < 0.05 ? precise : withTenths && size > 0 ? tenths : wholes;
  const text = format.format(size);
  return conversions < 0 && text !== "0" ? `−${text}` : text;
};

/** The spreadsheet gets all millionths. */
export const creditCell = (conversions: number): TableCell => ({
  text: creditText(conversions),
  raw: conversions,
});

const missingText = (missing: readonly string[]): string =>
  `There is no rate for some amounts in ${missing.join(", ")}, so they are not in it; add rates in settings.`;

/** An amount in the project's currency, with what had no rate said. */
export const convertedText = (converted: Converted | null): { text: string; note: string | null } => {
  if (converted === null) return { text: cannotSay, note: "There is no rate to convert it with." };
  return converted.missing.length === 0
    ? { text: moneyText([converted]), note: null }
    : { text: `${moneyText([converted])} *`, note: missingText(converted.missing) };
};

export const convertedCell = (converted: Converted | null | undefined): TableCell =>
  moneyCell(converted && converted.missing.length === 0 ? [converted] : []);

const present = (revenue: readonly Money[]): Money[] => revenue.filter(({ minor }) => minor !== 0);

/** What conversions brought in: converted where there are rates, else each currency by itself, never added. */
export const revenueText = ({
  revenue,
  converted,
}: Pick<Credit, "revenue" | "converted">): {
  text: string;
  note: string | null;
} => {
  const amounts = present(revenue);
  if (converted === null || converted.missing.length > 0)
    return {
      text: amounts.length > 0 ? moneyText(amounts) : cannotSay,
      note:
        amounts.length === 0
          ? null
          : converted === null
            ? "There is no rate to convert it with; add rates in settings."
            : `${moneyText([converted])} converted. ${missingText(converted.missing)}`,
    };
  const isForeign = amounts.some(({ currency }) => currency !== converted.currency);
  return {
    text: moneyText([converted]),
    note: isForeign ? `Converted from ${moneyText(amounts)}.` : null,
  };
};

export const revenueCell = ({ revenue, converted }: Pick<Credit, "revenue" | "converted">): TableCell => {
  if (converted && converted.missing.length === 0) return moneyCell([converted]);
  return moneyCell(present(revenue));
};

/** "4.2×": revenue for one unit of cost. */
export const returnText = (ratio: number): string => `${ratio.toFixed(ratio < 10 ? 2 : 1)}×`;
