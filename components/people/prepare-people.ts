import { cannotSay, formatCount } from "@/components/charts/format";
import { moneyText } from "@/components/charts/table-cells";
import type { ListedVisitor } from "@/lib/reports/visitors/definition";

export type Person = {
  id: string;
  firstSeen: string;
  lastSeen: string;
  sessions: string;
  /** "Germany · mobile · Paid Search": what is known. */
  from: string;
  value: string;
};

const countryNames = new Intl.DisplayNames("en", { type: "region", fallback: "code" });

/** "Germany" for "de"; other texts as they are. */
export const countryName = (code: string): string =>
  /^[A-Za-z]{2}$/.test(code) ? (countryNames.of(code.toUpperCase()) ?? code) : code;

/** Visitors as the drawer lists them, times in the project's timezone. */
export const preparePeople = (visitors: readonly ListedVisitor[], timeZone: string): Person[] => {
  const format = new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
  });
  const timeOf = (at: string) => format.format(new Date(at));
  return visitors.map(({ id, firstSeen, lastSeen, sessions, country, device, channel, value }) => ({
    id,
    firstSeen: timeOf(firstSeen),
    lastSeen: timeOf(lastSeen),
    sessions: `${formatCount(sessions)} ${sessions === 1 ? "session" : "sessions"}`,
    from: [country === null ? null : countryName(country), device, channel].filter(Boolean).join(" · "),
    value: value.length > 0 ? moneyText(value) : cannotSay,
  }));
};

/** "Showing 50 of 1,204 visitors, latest activity first." */
export const shownText = (shown: number, total: number): string => {
  if (total === 0) return "Nobody is here.";
  const noun = total === 1 ? "visitor" : "visitors";
  return shown < total
    ? `Showing ${formatCount(shown)} of ${formatCount(total)} ${noun}, latest activity first.`
    : `${formatCount(total)} ${noun}, latest activity first.`;
};
