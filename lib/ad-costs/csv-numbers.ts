/** What is longer is no number, and is not worth looking through. */
const longestNumber = 40;

/** 1,234.56 or 1 234,56 or 12: groups of three, then decimals. */
const grouped = /^\d{1,3}([.,' \u00a0\u202f’])\d{3}(?:\1\d{3})*(?:[.,]\d+)?$/;

/**
 * An amount as plain decimal text ("1234.56"), from what spreadsheets and advertising systems write: "1,234.56",
 * "1.234,56", "€12", "12,5". In files with semicolons the comma is decimal, in others it sets thousands apart where
 * three digits follow. `null` for what is no amount, and for one that may be read in two ways.
 */
export const decimalOf = (text: string, delimiter: string): string | null => {
  if (text.length > longestNumber) return null;
  const amount = text.trim().replace(/^[\p{Sc}\s]+|[\p{Sc}\s]+$/gu, "");
  if (/^\d+(\.\d+)?$/.test(amount))
    return delimiter === ";" && /^\d{1,3}\.\d{3}$/.test(amount) && !amount.startsWith("0.") ? null : amount;
  if (/^\d+,\d+$/.test(amount)) {
    const setsThousands = delimiter !== ";" && /^[1-9]\d{0,2},\d{3}$/.test(amount);
    return amount.replace(",", setsThousands ? "" : ".");
  }
  const separator = grouped.exec(amount)?.[1];
  if (separator === undefined) return null;
  const whole = amount.replaceAll(separator, "").replace(",", ".");
  return /^\d+(\.\d+)?$/.test(whole) ? whole : null;
};

/** How many: "1,234", "1.234" and "1 234" are 1234, nothing and dashes are `null`. `undefined` for what is no number. */
export const countOf = (text: string): number | null | undefined => {
  const count = text.trim();
  if (/^(-{0,2}|–|—)$/.test(count)) return null;
  if (!/^\d+$/.test(count) && !/^\d{1,3}([.,' \u00a0\u202f’])\d{3}(\1\d{3})*$/.test(count)) return undefined;
  return Number(count.replace(/\D/g, ""));
};

/** A date as YYYY-MM-DD, from that, 20261001, 2026/10/01 and 01.10.2026; others stay as they are. */
export const isoDateOf = (text: string): string =>
  text
    .trim()
    .replace(/^(\d{4})\/?(\d\d)\/?(\d\d)$/, "$1-$2-$3")
    .replace(/^(\d\d?)\.(\d\d?)\.(\d{4})$/, (_, day: string, month: string, year: string) =>
      [year, month.padStart(2, "0"), day.padStart(2, "0")].join("-"),
    );
