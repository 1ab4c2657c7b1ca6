"use server";

import { z } from "zod";
import { previewFilter } from "@/components/segments/preview-filter";
import type { SegmentPreview } from "@/components/segments/segment-preview";
import { scopedAction } from "@/lib/auth/scoped-action";
import { segmentFilter, segmentKey } from "@/lib/matching/definition";
import { segmentDefinition } from "@/lib/segments/definition";
import { changeSegment, createSegment, deleteSegment } from "@/lib/segments/store";

/** Whom a filter would have kept in the last 28 days, saved or not. */
export const previewSegment = scopedAction(
  { role: "viewer", input: z.strictObject({ filter: segmentFilter }) },
  ({ scope, project }, { filter }): Promise<SegmentPreview> => previewFilter(scope, project, filter),
);

export const addSegment = scopedAction({ role: "admin", input: segmentDefinition }, ({ scope }, segment) =>
  createSegment(scope, segment),
);

export const saveSegment = scopedAction({ role: "admin", input: segmentDefinition }, ({ scope }, segment) =>
  changeSegment(scope, { key: segment.key, merge: () => segment }),
);

export const removeSegment = scopedAction(
  { role: "admin", input: z.strictObject({ key: segmentKey }) },
  ({ scope }, { key }) => deleteSegment(scope, { key }),
);
