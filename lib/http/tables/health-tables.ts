import type { Finding, GoalHealth, HealthAnswer } from "@/lib/reports/health/definition";
import { field, rate, type Table, tableOf } from "./columns";

type Row = Finding & { goal: string };

/** A row a goal; a row a finding, with its evidence as JSON, since every kind has its own. */
export const healthTables = ({ goals }: HealthAnswer): Table[] => [
  tableOf<GoalHealth>("goals", goals, [
    field("key"),
    field("name"),
    field("tier"),
    field("stage"),
    field("status"),
    field("conversions"),
    ...rate<GoalHealth>("visitors", (goal) => goal.visitors),
    field("lastReachedAt"),
    { name: "findings", of: ({ findings }) => findings.map(({ kind }) => kind).join(" ") },
  ]),
  tableOf<Row>(
    "findings",
    goals.flatMap(({ key, findings }) => findings.map((finding): Row => ({ goal: key, ...finding }))),
    [
      field("goal"),
      field("kind"),
      field("severity"),
      field("message"),
      { name: "evidence", of: ({ evidence }) => JSON.stringify(evidence) },
      { name: "fix_kind", of: ({ fix }) => fix.kind },
      { name: "fix_message", of: ({ fix }) => fix.message },
      { name: "fix_patch", of: ({ fix }) => (fix.patch ? JSON.stringify(fix.patch) : null) },
    ],
  ),
];
