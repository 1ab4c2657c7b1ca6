import { createLoader, parseAsString } from "nuqs/server";

/**
 * What every report keeps in the address. All of it is text here: `readReportView` gives it meaning, so that a value
 * it does not know is told to the reader instead of becoming a default.
 */
export const reportParams = {
  range: parseAsString,
  from: parseAsString,
  to: parseAsString,
  unit: parseAsString,
  compare: parseAsString,
  segment: parseAsString,
  f: parseAsString,
};

export type ReportParams = Record<keyof typeof reportParams, string | null>;

export const loadReportParams = createLoader(reportParams);
