import type { Managed } from "@/lib/http/managed";
import { type Segment, segmentDefinition } from "@/lib/segments/definition";
import { changeSegment, createSegment, deleteSegment, listSegments } from "@/lib/segments/store";

export const segments: Managed<Segment> = {
  what: "segment",
  path: "/api/v1/segments",
  definition: segmentDefinition,
  list: listSegments,
  create: createSegment,
  change: changeSegment,
  remove: deleteSegment,
};
