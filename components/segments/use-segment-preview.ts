"use client";

import { useCallback } from "react";
import { previewSegment } from "@/app/[org]/[project]/segments/actions";
import { type LatestAnswer, useLatestAnswer } from "@/components/ui/use-latest-answer";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import type { SegmentFilter } from "@/lib/matching/definition";
import type { SegmentPreview } from "./segment-preview";

/** Asks whom the filter keeps, a moment after the last change. `null`: the filter is not finished. */
export const useSegmentPreview = (
  { org, project }: ProjectSlugs,
  filter: SegmentFilter | null,
  start: SegmentPreview | null,
): LatestAnswer<SegmentPreview> => {
  const ask = useCallback(
    (question: string) => previewSegment({ org, project }, { filter: JSON.parse(question) }),
    [org, project],
  );
  return useLatestAnswer(filter && JSON.stringify(filter), ask, start);
};
