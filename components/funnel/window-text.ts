export const windowPresets = {
  "1h": "1 hour",
  "1d": "1 day",
  "7d": "7 days",
  "30d": "30 days",
} as const;
export const defaultWindow = "7d";

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const unitNames = { m: "minute", h: "hour", d: "day" } as const;
const longestMs = 366 * unitMs.d;

const parse = (text: string): { count: number; unit: keyof typeof unitMs } | null => {
  const [, count = "", letter = ""] = /^([1-9]\d{0,5})([mhd])$/.exec(text) ?? [];
  const unit = letter === "m" || letter === "h" || letter === "d" ? letter : null;
  return unit ? { count: Number(count), unit } : null;
};

/** The length of `90m`, `36h` or `30d` in milliseconds; null for anything else and for more than 366 days. */
export const windowMsOf = (text: string): number | null => {
  const window = parse(text);
  if (window === null) return null;
  const ms = window.count * unitMs[window.unit];
  return ms <= longestMs ? ms : null;
};

/** "36 hours", from `36h`. */
export const windowLabel = (text: string): string => {
  const window = parse(text);
  return window === null ? text : `${window.count} ${unitNames[window.unit]}${window.count === 1 ? "" : "s"}`;
};
