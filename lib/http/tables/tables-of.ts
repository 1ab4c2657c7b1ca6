import type { ReportName, Reports } from "@/lib/reports/question";
import { catalogTables } from "./catalog-tables";
import type { Table } from "./columns";
import { compareTables } from "./compare-tables";
import { conversionsTables } from "./conversions-tables";
import { funnelTables } from "./funnel-tables";
import { matrixTables } from "./matrix-tables";
import { timeseriesTables } from "./timeseries-tables";
import { visitorsTables } from "./visitors-tables";

/** The tables of every report's answer, the main one first. */
export const tablesOf: { [N in ReportName]: (answer: Reports[N]["answer"]) => Table[] } = {
  conversions: conversionsTables,
  funnel: funnelTables,
  timeseries: timeseriesTables,
  matrix: matrixTables,
  compare: compareTables,
  visitors: visitorsTables,
  catalog: catalogTables,
};
