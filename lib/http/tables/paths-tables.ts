import type { PathNode, PathsAnswer } from "@/lib/reports/paths/definition";
import { type Column, field, type Table, tableOf } from "./columns";

type Link = PathsAnswer["links"][number];
type Dropped = PathsAnswer["dropped"][number];

/** `nodes`: a row a step and depth; `links`: a row for two steps one after the other; `dropped`: a row a depth. */
export const pathsTables = ({ nodes, links, dropped }: PathsAnswer): Table[] => {
  const ofNode: Column<PathNode>[] = [
    field("id"),
    field("depth"),
    field("kind"),
    field("value"),
    field("label"),
    { name: "row", of: ({ other }) => (other ? "other" : "value") },
    field("visitors"),
    field("dropped"),
    field("beyond"),
  ];
  const ofLink: Column<Link>[] = [field("source"), field("target"), field("visitors")];
  const ofDropped: Column<Dropped>[] = [field("depth"), field("visitors")];
  return [
    tableOf("nodes", nodes, ofNode),
    tableOf("links", links, ofLink),
    tableOf("dropped", dropped, ofDropped),
  ];
};
