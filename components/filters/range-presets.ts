/** Ranges that have a name. Besides these, the address takes any `45d`. */
export const presets = {
  "1d": "Today",
  yesterday: "Yesterday",
  "7d": "Last 7 days",
  "28d": "Last 28 days",
  "90d": "Last 90 days",
  "365d": "Last 365 days",
  month: "This month",
  "last-month": "Last month",
} as const;

export const defaultRange = "28d";
