import type { Rate } from "@/lib/reports/definition";

/** A narrow space that does not break, between a number and its sign. */
const thin = "\u202f";
const counts = new Intl.NumberFormat("en");

/** "9,870". */
export const formatCount = (count: number): string => counts.format(count);

/** "41.7 %", "4.2 %", "0.42 %", "0.031 %": more digits where a point means more, none where there are none. */
export const formatPercent = (rate: number): string => `${percentDigits(rate)}${thin}%`;

const percentDigits = (rate: number): string => {
  const percent = Math.abs(rate) * 100;
  if (rate === 0 || rate === 1) return String(rate * 100);
  // Almost all is not all.
  if (percent >= 99.95 && percent < 100) return (Math.floor(rate * 10_000) / 100).toFixed(2);
  return (rate * 100).toFixed(percent >= 1 ? 1 : percent >= 0.1 ? 2 : 3);
};

/** "3.8–4.6 %": both ends with the digits of the lower, so that they line up. */
export const formatInterval = (low: number, high: number): string => {
  const digits = low * 100 >= 1 || high * 100 >= 5 ? 1 : 2;
  return `${(low * 100).toFixed(digits)}–${(high * 100).toFixed(digits)}${thin}%`;
};

/** "—" where nothing can be said: never 0. */
export const cannotSay = "—";

export const formatRate = (rate: Rate | null): string =>
  rate === null || rate.rate === null ? cannotSay : formatPercent(rate.rate);

/** The division behind a rate: "412 of 9,870 visitors · 95 % interval 3.8–4.6 %". */
export const divisionText = (rate: Rate, unit: string): string => {
  if (rate.rate === null || rate.low === null || rate.high === null)
    return `No ${unit} to divide by, so no rate.`;
  return `${formatCount(rate.part)} of ${formatCount(rate.whole)} ${unit} · 95${thin}% interval ${formatInterval(rate.low, rate.high)}`;
};

const units = [
  { name: "d", seconds: 86_400 },
  { name: "h", seconds: 3_600 },
  { name: "min", seconds: 60 },
  { name: "s", seconds: 1 },
] as const;

/** "45 s", "3 min 20 s", "2 d 4 h": the two largest units that say something. */
export const formatDuration = (seconds: number): string => {
  if (seconds < 1) return seconds === 0 ? `0${thin}s` : `<${thin}1${thin}s`;
  const whole = Math.round(seconds);
  const at = units.findIndex((unit) => whole >= unit.seconds);
  const [large, small] = [units[at], units[at + 1]];
  if (large === undefined) return `0${thin}s`;
  if (small === undefined) return `${whole}${thin}${large.name}`;
  const rest = Math.round((whole % large.seconds) / small.seconds);
  // 59 min 59 s rounds up to an hour, not to 0 h 60 min.
  if (rest * small.seconds === large.seconds)
    return formatDuration(whole - (whole % large.seconds) + large.seconds);
  const first = `${Math.floor(whole / large.seconds)}${thin}${large.name}`;
  return rest === 0 ? first : `${first} ${rest}${thin}${small.name}`;
};

/** "visitors" or "visitor", by the count before it. */
export const unitNoun = (unit: "visitor" | "session", count = 2): string => (count === 1 ? unit : `${unit}s`);
