/** What a segment can be written with: names that have arrived, and what is defined. */
export type Known = {
  events: readonly string[];
  pages: readonly string[];
  goals: readonly { key: string; name: string }[];
  segments: readonly { key: string; name: string }[];
  /** For values to offer: the last 28 days. */
  range: { from: string; to: string };
};
