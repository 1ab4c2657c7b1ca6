/** What a column of an export can be, and how the systems people use head it. Kept as letters and digits alone. */
const headings = {
  day: ["day", "date", "tag", "datum", "reportingstarts", "segmentsdate"],
  source: ["source", "utmsource", "platform", "quelle"],
  medium: ["medium", "utmmedium"],
  campaign: ["campaign", "campaignname", "utmcampaign", "kampagne", "kampagnenname"],
  cost: ["cost", "costs", "amount", "amountspent", "spend", "spent", "kosten", "ausgaben"],
  currency: ["currency", "currencycode", "wahrung", "wahrungscode", "accountcurrency"],
  clicks: ["clicks", "linkclicks", "klicks"],
  impressions: ["impressions", "impr", "impressionen"],
} as const;
export type CsvColumn = keyof typeof headings;

export type CsvColumns = {
  places: ReadonlyMap<CsvColumn, number>;
  /** Of a heading like "Amount spent (USD)". */
  currency: string | null;
};

const plain = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\([^)]*\)/g, "")
    .replace(/[^\p{L}\p{N}]/gu, "")
    .toLowerCase();

/** What is longer heads nothing, and is not worth looking through. */
const longestHeading = 100;

const columnOf = (heading: string): CsvColumn | null => {
  if (heading.length > longestHeading) return null;
  const text = plain(heading);
  for (const [column, names] of Object.entries(headings))
    if ((names as readonly string[]).includes(text)) return column as CsvColumn;
  return null;
};

/** Which columns a line heads; `null` for a line that is no header: one has a day and a cost. */
export const csvColumnsOf = (fields: readonly string[]): CsvColumns | null => {
  const places = new Map<CsvColumn, number>();
  let currency: string | null = null;
  for (const [place, heading] of fields.entries()) {
    const column = columnOf(heading);
    if (column === null || places.has(column)) continue;
    places.set(column, place);
    if (column === "cost") currency = /\(([A-Za-z]{3})\)/.exec(heading)?.[1] ?? null;
  }
  return places.has("day") && places.has("cost") ? { places, currency } : null;
};
