import type { ListedVisitor, VisitorsAnswer } from "@/lib/reports/visitors/definition";
import { type Column, field, money, type Table, tableOf } from "./columns";

/** A row a visitor. */
export const visitorsTables = ({ visitors }: VisitorsAnswer): Table[] => {
  const columns: Column<ListedVisitor>[] = [
    field("id"),
    field("firstSeen"),
    field("lastSeen"),
    field("sessions"),
    field("country"),
    field("device"),
    field("channel"),
    ...money<ListedVisitor>("value", visitors, (visitor) => visitor.value),
  ];
  return [tableOf("visitors", visitors, columns)];
};
