import type {
  AttributionAnswer,
  AttributionRow,
  Credit,
  StageLink,
  StageMicro,
} from "@/lib/reports/attribution/definition";
import { type Column, field, money, parts, type Table, tableOf } from "./columns";

type Row = Partial<AttributionRow> & Credit & { model: string; row: string };

const kindOf = ({ key, other }: { key: string | null; other?: true }): string =>
  other ? "other" : key === null ? "missing" : "value";

const credit = <R extends Credit>(rows: readonly R[]): Column<R>[] => [
  { name: "conversions", of: (row) => row.conversions },
  ...money<R>("revenue", rows, (row) => row.revenue),
  ...parts("converted", ["currency", "minor"], (row: R) => row.converted),
  { name: "converted_missing", of: (row) => row.converted?.missing.join(" ") },
];

const creditsTable = ({ model, rows, untouched, byModel = [] }: AttributionAnswer): Table => {
  const others = byModel.filter((one) => one.model !== model);
  const all = [{ model, rows, untouched }, ...others].flatMap((one): Row[] => [
    ...one.rows.map((row) => ({ ...row, model: one.model, row: kindOf(row) })),
    { ...one.untouched, model: one.model, row: "untouched" },
  ]);
  const costs: Column<Row>[] = [
    ...parts("cost", ["currency", "minor"], (row: Row) => row.cost),
    { name: "cost_missing", of: (row) => row.cost?.missing.join(" ") },
    field("costPerConversion"),
    field("returnOnCost"),
  ];
  return tableOf("rows", all, [
    field("model"),
    field("row"),
    field("key"),
    field("sessions"),
    ...credit(all),
    field("share"),
    field("removalEffect"),
    field("error"),
    ...(all.some(({ cost }) => cost !== undefined) ? costs : []),
  ]);
};

const linksTable = (links: readonly StageLink[]): Table => {
  const rows = links.map((link) => ({ ...link, row: link.untouched ? "untouched" : kindOf(link) }));
  return tableOf("links", rows, [field("row"), field("key"), field("micro"), ...credit(rows)]);
};

const microsTable = (micros: readonly StageMicro[]): Table =>
  tableOf("micros", micros, [field("micro"), field("weight"), field("explains"), ...credit(micros)]);

/** `rows`: a row a model and key; with stages `links`, a row a key and micro goal, and `micros`. */
export const attributionTables = (answer: AttributionAnswer): Table[] => [
  creditsTable(answer),
  linksTable(answer.stages?.links ?? []),
  microsTable(answer.stages?.micros ?? []),
];
