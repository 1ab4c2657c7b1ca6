import type {
  BackTestWeek,
  CalibrationDecile,
  PipelineAnswer,
  PipelineGroup,
  PipelineStep,
} from "@/lib/reports/pipeline/definition";
import {
  type Column,
  field,
  type GroupOfRow,
  ofGroup,
  parts,
  rate,
  type Table,
  tableOf,
  total,
} from "./columns";

const interval = ["estimate", "low", "high"] as const;
const moneyInterval = ["currency", "minor", "low", "high"] as const;
const amount = ["currency", "minor"] as const;

type Row = PipelineGroup & { row: GroupOfRow["row"] | "segment"; group: string | null };

/** Everybody, and a row a group and segment. */
const groupTable = ({ visitors, expected, before, rows = [], segments = [] }: PipelineAnswer): Table => {
  const all: Row[] = [
    { visitors, expected, before, ...total },
    ...rows.map((row) => ({ ...row, ...ofGroup(row) })),
    ...segments.map((segment) => ({ ...segment, row: "segment" as const, group: segment.name })),
  ];
  const columns: Column<Row>[] = [
    field("row"),
    field("group"),
    field("visitors"),
    ...parts("conversions", interval, (row: Row) => row.expected.conversions),
    ...parts("value", moneyInterval, (row: Row) => row.expected.value),
    { name: "before_visitors", of: (row) => row.before.visitors },
    ...parts("before_conversions", interval, (row: Row) => row.before.expected.conversions),
    ...parts("before_value", moneyInterval, (row: Row) => row.before.expected.value),
  ];
  return tableOf("pipeline", all, columns);
};

const stepColumns: Column<PipelineStep>[] = [
  field("micro"),
  field("name"),
  field("visitors"),
  ...rate<PipelineStep>("rate", (step) => step.rate),
];

const weekColumns: Column<BackTestWeek>[] = [
  field("asOf"),
  field("visitors"),
  ...parts("predicted", interval, (week: BackTestWeek) => week.predicted),
  field("realised"),
  field("inside"),
  ...parts("predicted_value", moneyInterval, (week: BackTestWeek) => week.value.predicted),
  ...parts("realised_value", amount, (week: BackTestWeek) => week.value.realised),
  { name: "inside_value", of: (week) => week.value.inside },
];

const decileColumns: Column<CalibrationDecile>[] = [
  field("visitors"),
  field("predicted"),
  ...rate<CalibrationDecile>("realised", (decile) => decile.realised),
];

/** Who is in flight, by furthest step, and the back-test's weeks and deciles. */
export const pipelineTables = (answer: PipelineAnswer): Table[] => [
  groupTable(answer),
  tableOf("steps", answer.steps, stepColumns),
  tableOf("weeks", answer.backTest?.weeks ?? [], weekColumns),
  tableOf("deciles", answer.backTest?.deciles ?? [], decileColumns),
];
