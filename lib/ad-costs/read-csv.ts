import { withoutApostrophe } from "@/lib/csv";
import { csvFields } from "@/lib/csv-fields";
import { isAppError } from "@/lib/errors";
import { currencyExponent } from "@/lib/money/currency-exponent";
import { minorUnits } from "@/lib/money/minor-units";
import { parseInput } from "@/lib/parse-input";
import { type CsvColumn, type CsvColumns, csvColumnsOf } from "./csv-columns";
import { countOf, decimalOf, isoDateOf } from "./csv-numbers";
import { type AdCost, adCost, adCostKey, type BadLine } from "./definition";

/** What holds for lines that do not say it themselves. */
export type CsvDefaults = { currency: string; source?: string; medium?: string };

/** `added` lines went into another line's cost: the same day, source, medium, campaign and currency. */
type ReadCosts = { costs: AdCost[]; added: number; bad: BadLine[] };

type Header = CsvColumns & { delimiter: string };

/** Exports begin with a few lines about themselves. */
const mostBeforeHeader = 10;
const longestHeader = 10_000;
const delimiters = [",", ";", "\t"];
const noHeader =
  "There is no header with a day and a cost. Begin with a line like day,source,campaign,cost,currency.";

const headerOf = (line: string): Header | null => {
  if (line.length > longestHeader) return null;
  for (const delimiter of delimiters) {
    const columns = csvColumnsOf(csvFields(line, [delimiter]) ?? []);
    if (columns) return { ...columns, delimiter };
  }
  return null;
};

/** One line as a cost, or what is wrong with it. */
const costOf = (
  fields: readonly string[],
  { places, delimiter, currency: stated }: Header,
  defaults: CsvDefaults,
): AdCost | string => {
  const text = (column: CsvColumn): string =>
    withoutApostrophe(fields[places.get(column) ?? -1]?.trim() ?? "");
  const currency = (text("currency") || stated || defaults.currency).toUpperCase();
  const amount = decimalOf(text("cost"), delimiter);
  if (text("cost") === "") return "There is no cost.";
  if (/^[-−]\d/.test(text("cost"))) return "A cost is 0 or more.";
  if (amount === null)
    return `“${text("cost").slice(0, 40)}” is no amount, or one that may be read in two ways. Write it like 1234.56.`;
  const costMinor = minorUnits(amount, currency);
  if (costMinor === null && currencyExponent(currency) !== null)
    return "The cost is too large, or has more than 6 decimals.";
  const [clicks, impressions] = [countOf(text("clicks")), countOf(text("impressions"))];
  if (clicks === undefined || impressions === undefined) return "Clicks and impressions are whole numbers.";
  try {
    return parseInput(adCost, {
      day: isoDateOf(text("day")),
      source: text("source") || defaults.source || "",
      medium: text("medium") || defaults.medium || "",
      campaign: text("campaign"),
      costMinor: costMinor ?? 0,
      currency,
      clicks,
      impressions,
    });
  } catch (error) {
    if (isAppError(error)) return error.message;
    throw error;
  }
};

const sum = (a: number | null, b: number | null): number | null => (a === null ? b : a + (b ?? 0));

const added = (to: AdCost, more: AdCost): AdCost => ({
  ...to,
  costMinor: to.costMinor + more.costMinor,
  clicks: sum(to.clicks, more.clicks),
  impressions: sum(to.impressions, more.impressions),
});

/**
 * Reads costs from CSV with a header, as advertising systems export it: separated by comma, semicolon or tab, columns in
 * any order, amounts in whole units with decimals. Lines about the same day, source, medium and campaign (one an ad
 * group, say) are added up. Lines that hold no cost are named with the reason, the others are kept.
 */
export const readCsvCosts = (text: string, defaults: CsvDefaults): ReadCosts => {
  const lines = text.replace(/^\ufeff/, "").split(/\r\n|\n|\r/);
  const at = lines.slice(0, mostBeforeHeader).findIndex((line) => headerOf(line) !== null);
  const header = headerOf(lines[at] ?? "");
  if (!header) return { costs: [], added: 0, bad: [{ line: 1, message: noHeader }] };
  const costs = new Map<string, AdCost>();
  const bad: BadLine[] = [];
  let good = 0;
  for (const [place, line] of lines.entries()) {
    if (place <= at || line.trim() === "") continue;
    const fields = csvFields(line, [header.delimiter]);
    const read = fields ? costOf(fields, header, defaults) : "This line is no CSV: a quote is not closed.";
    if (typeof read === "string") {
      bad.push({ line: place + 1, message: read });
      continue;
    }
    const before = costs.get(adCostKey(read));
    if (before && before.currency !== read.currency) {
      bad.push({
        line: place + 1,
        message: `This campaign has costs in ${before.currency} on that day already.`,
      });
      continue;
    }
    const cost = before ? added(before, read) : read;
    if (before && !adCost.safeParse(cost).success) {
      bad.push({
        line: place + 1,
        message: "With this line the campaign's numbers of that day are too large.",
      });
      continue;
    }
    good++;
    costs.set(adCostKey(read), cost);
  }
  return { costs: [...costs.values()], added: good - costs.size, bad };
};
