import type {
  CatalogAnswer,
  CatalogEntry,
  CatalogProperty,
  CatalogTrait,
} from "@/lib/reports/catalog/definition";
import { type Column, field, type Table, tableOf } from "./columns";

/** Values of a trait or property in one field, the most frequent first. */
const values = <Row extends CatalogTrait>(): Column<Row>[] => [
  { name: "types", of: ({ types }) => types.join(" ") },
  { name: "top", of: ({ top }) => top.map(({ value, count }) => `${value} (${count})`).join("; ") },
];

/** `events`, `pages`, `properties` and `traits`: a row each. */
export const catalogTables = ({ events, pages, properties = [], traits = [] }: CatalogAnswer): Table[] => {
  const ofEntry: Column<CatalogEntry>[] = [field("name"), field("count"), field("lastSeen")];
  const ofProperty: Column<CatalogProperty>[] = [
    field("name"),
    field("count"),
    field("lastSeen"),
    ...values<CatalogProperty>(),
    { name: "events", of: (property) => property.events.join("; ") },
  ];
  const ofTrait: Column<CatalogTrait>[] = [field("name"), field("count"), ...values<CatalogTrait>()];
  return [
    tableOf("events", events, ofEntry),
    tableOf("pages", pages, ofEntry),
    tableOf("properties", properties, ofProperty),
    tableOf("traits", traits, ofTrait),
  ];
};
