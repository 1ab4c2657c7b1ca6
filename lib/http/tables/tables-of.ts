import type { ReportName, Reports } from "@/lib/reports/question";
import { attributionTables } from "./attribution-tables";
import { catalogTables } from "./catalog-tables";
import type { Table } from "./columns";
import { compareTables } from "./compare-tables";
import { conversionsTables } from "./conversions-tables";
import { decompositionTables } from "./decomposition-tables";
import { funnelTables } from "./funnel-tables";
import { healthTables } from "./health-tables";
import { insightsTables } from "./insights-tables";
import { journeyTables } from "./journey-tables";
import { matrixTables } from "./matrix-tables";
import { pathsTables } from "./paths-tables";
import { pipelineTables } from "./pipeline-tables";
import { retentionTables } from "./retention-tables";
import { timeseriesTables } from "./timeseries-tables";
import { visitorsTables } from "./visitors-tables";

/** The tables of every report's answer, the main one first. */
export const tablesOf: { [N in ReportName]: (answer: Reports[N]["answer"]) => Table[] } = {
  conversions: conversionsTables,
  funnel: funnelTables,
  timeseries: timeseriesTables,
  attribution: attributionTables,
  matrix: matrixTables,
  health: healthTables,
  compare: compareTables,
  decomposition: decompositionTables,
  insights: insightsTables,
  paths: pathsTables,
  retention: retentionTables,
  pipeline: pipelineTables,
  visitors: visitorsTables,
  journey: journeyTables,
  catalog: catalogTables,
};
