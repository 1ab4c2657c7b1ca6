import type { Finding, InsightsAnswer } from "@/lib/reports/insights/definition";
import { field, parts, rate, type Table, tableOf } from "./columns";

const amounts = ["minor", "low", "high"] as const;

/** A row a finding; and what was not asked. */
export const insightsTables = ({ findings, notAsked }: InsightsAnswer): Table[] => [
  tableOf<Finding>("findings", findings, [
    field("id"),
    field("topic"),
    field("question"),
    field("title"),
    field("message"),
    ...rate<Finding>("exposed", ({ exposed }) => exposed),
    ...rate<Finding>("others", ({ others }) => others),
    ...parts("difference", ["estimate", "low", "high"], (finding: Finding) => finding.difference),
    ...parts(
      "adjusted",
      ["ratio", "low", "high", "strataUsed", "strataSkipped"],
      (finding: Finding) => finding.adjusted,
    ),
    { name: "p_value", of: ({ pValue }) => pValue },
    { name: "adjusted_p_value", of: ({ adjustedPValue }) => adjustedPValue },
    field("affected"),
    { name: "currency", of: ({ cost, gain }) => (cost ?? gain)?.currency },
    ...parts("cost", amounts, ({ cost }: Finding) => cost),
    ...parts("cost_per_week", amounts, ({ cost }: Finding) => cost?.perWeek),
    ...parts("gain", amounts, ({ gain }: Finding) => gain),
    ...parts("gain_per_week", amounts, ({ gain }: Finding) => gain?.perWeek),
    { name: "where", of: ({ where }) => JSON.stringify(where) },
    { name: "try", of: (finding) => finding.try.join(" ") },
  ]),
  tableOf("notAsked", notAsked, [field("topic"), field("reason")]),
];
