import type { CompareAnswer, ComparedPair, ComparedSegment } from "@/lib/reports/compare/definition";
import { type Column, field, parts, rate, type Table, tableOf } from "./columns";

type Pair = ComparedPair & { aName?: string; bName?: string };

/** `segments`: a row each; `pairs`: a row for every two of them. */
export const compareTables = ({ segments, pairs }: CompareAnswer): Table[] => {
  const ofSegment: Column<ComparedSegment>[] = [
    field("name"),
    ...rate<ComparedSegment>("rate", (segment) => segment),
    field("open"),
    field("currency"),
  ];
  const rows: Pair[] = pairs.map((pair) => ({
    ...pair,
    aName: segments[pair.a]?.name,
    bName: segments[pair.b]?.name,
  }));
  const ofPair: Column<Pair>[] = [
    field("aName"),
    field("bName"),
    field("shared"),
    ...parts("a", ["part", "whole"], (pair: Pair) => pair.sides.a),
    ...parts("b", ["part", "whole"], (pair: Pair) => pair.sides.b),
    ...parts("difference", ["estimate", "low", "high"], (pair: Pair) => pair.difference),
    ...parts("ratio", ["ratio", "low", "high"], (pair: Pair) => pair.ratio),
    field("pValue"),
    field("adjustedPValue"),
    field("verdict"),
    field("neededPerGroup"),
  ];
  return [tableOf("segments", segments, ofSegment), tableOf("pairs", rows, ofPair)];
};
