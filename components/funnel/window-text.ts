export const windowPresets = {
  "1h": "1 hour",
  "1d": "1 day",
  "7d": "7 days",
  "30d": "30 days",
} as const;
export const defaultWindowMs = 7 * 86_400_000;

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
type WindowUnit = keyof typeof unitMs;
const unitNames = { ms: "millisecond", s: "second", m: "minute", h: "hour", d: "day" } as const;
const longestMs = 366 * unitMs.d;

const isUnit = (text: string): text is WindowUnit => Object.hasOwn(unitMs, text);

/** The length of `90m`, `36h` or `30d` in milliseconds; null for anything else and for more than 366 days. */
export const windowMsOf = (text: string): number | null => {
  const [, count = "", unit = ""] = /^([1-9]\d{0,10})([a-z]+)$/.exec(text) ?? [];
  if (!isUnit(unit)) return null;
  const ms = Number(count) * unitMs[unit];
  return ms <= longestMs ? ms : null;
};

/** A length as count and the largest unit that has no rest. */
export const windowPartsOf = (ms: number): { count: number; unit: WindowUnit } => {
  const unit = (["d", "h", "m", "s"] as const).find((one) => ms % unitMs[one] === 0) ?? "ms";
  return { count: ms / unitMs[unit], unit };
};

/** `36h`: the text that `windowMsOf` reads. */
export const windowTextOf = (ms: number): string => {
  const { count, unit } = windowPartsOf(ms);
  return `${count}${unit}`;
};

/** "36 hours". */
export const windowLabel = (ms: number): string => {
  const { count, unit } = windowPartsOf(ms);
  return `${count} ${unitNames[unit]}${count === 1 ? "" : "s"}`;
};
