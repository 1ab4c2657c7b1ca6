const units = [
  { ms: 86_400_000, one: "day", many: "days" },
  { ms: 3_600_000, one: "hour", many: "hours" },
  { ms: 60_000, one: "minute", many: "minutes" },
] as const;

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** "3 days", in the largest unit that there are two of; below two minutes in minutes. */
export const durationInWords = (ms: number): string => {
  const unit = units.find((one) => ms >= 2 * one.ms) ?? units[2];
  return counted(Math.floor(ms / unit.ms), unit.one, unit.many);
};

/** "4.2 %", with a decimal below ten. */
export const percentInWords = (share: number | null): string => {
  if (share === null) return "none";
  const percent = 100 * share;
  return `${percent < 10 ? Number(percent.toFixed(1)) : Math.round(percent)} %`;
};

/** "about 42", "about 1.7". */
export const aboutInWords = (count: number): string =>
  `about ${count < 10 ? Number(count.toFixed(1)) : Math.round(count)}`;

/** "1 in 40,000": a probability as chances. */
export const chanceInWords = (probability: number): string => {
  const against = 1 / probability;
  if (against > 1e6) return "less than 1 in a million";
  const digits = Math.floor(Math.log10(against));
  const rounded = Number((against / 10 ** digits).toFixed(1)) * 10 ** digits;
  return `1 in ${Math.round(rounded).toLocaleString("en-US")}`;
};
