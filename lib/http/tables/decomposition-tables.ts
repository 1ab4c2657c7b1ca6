import type { DecompositionAnswer, DecompositionStep, Factor } from "@/lib/reports/decomposition/definition";
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

type FactorRow = Pick<Factor, "factor" | "step" | "label" | "before" | "after" | "contribution"> &
  GroupOfRow & { real?: boolean };
type GroupRow = DecompositionAnswer["groups"][number];

/** A factor's own row, then one of each group. */
const rowsOf = ({ groups, ...factor }: Factor): FactorRow[] => [
  { ...factor, ...total },
  ...groups.map(({ contribution, ...group }) => ({
    factor: factor.factor,
    step: factor.step,
    label: factor.label,
    before: null,
    after: null,
    contribution,
    ...ofGroup(group),
  })),
];

const ofPeriod = (period: "before" | "after", steps: number): Column<GroupRow>[] => [
  { name: `${period}_units`, of: (group) => group[period].units },
  ...Array.from({ length: steps }, (_, place) => ({
    name: `${period}_reached_${place + 1}`,
    of: (group: GroupRow) => group[period].reached[place],
  })),
  { name: `${period}_revenue_minor`, of: (group) => group[period].revenue.minor },
];

/** `factors`: what contributed how much, in all and by group; `steps` and `groups`: what that follows from. */
export const decompositionTables = ({ factors, steps, groups }: DecompositionAnswer): Table[] => {
  const ofFactor: Column<FactorRow>[] = [
    field("factor"),
    field("step"),
    field("label"),
    field("row"),
    field("group"),
    field("before"),
    field("after"),
    ...parts("contribution", ["currency", "minor", "low", "high"], (row: FactorRow) => row.contribution),
    field("real"),
  ];
  const ofStep: Column<DecompositionStep>[] = [
    field("label"),
    ...rate<DecompositionStep>("before", (step) => step.before),
    ...rate<DecompositionStep>("after", (step) => step.after),
  ];
  const ofGroups: Column<GroupRow>[] = [
    { name: "row", of: (group) => ofGroup(group).row },
    { name: "group", of: (group) => group.value },
    ...ofPeriod("before", steps.length),
    ...ofPeriod("after", steps.length),
  ];
  return [
    tableOf("factors", factors.flatMap(rowsOf), ofFactor),
    tableOf("steps", steps, ofStep),
    tableOf("groups", groups, ofGroups),
  ];
};
