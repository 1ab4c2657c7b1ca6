"use client";

import { useEffect, useState } from "react";
import { previewSegment } from "@/app/[org]/[project]/segments/actions";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import type { SegmentFilter } from "@/lib/matching/definition";
import type { SegmentPreview } from "./segment-preview";

export type PreviewState = {
  /** The last answer; it stays while a newer one is on its way. */
  numbers: SegmentPreview | null;
  asking: boolean;
  problem: string | null;
};

const pauseMs = 350;

/** Asks whom the filter keeps, a moment after the last change. `null`: the filter is not finished. */
export const useSegmentPreview = (
  { org, project }: ProjectSlugs,
  filter: SegmentFilter | null,
  start: SegmentPreview | null,
): PreviewState => {
  const [state, setState] = useState<PreviewState>({ numbers: start, asking: false, problem: null });
  const question = filter && JSON.stringify(filter);
  useEffect(() => {
    if (question === null) return setState({ numbers: null, asking: false, problem: null });
    let wanted = true;
    setState(({ numbers }) => ({ numbers, asking: true, problem: null }));
    const timer = setTimeout(async () => {
      const answer = await previewSegment({ org, project }, { filter: JSON.parse(question) });
      if (!wanted) return;
      setState(
        answer.ok
          ? { numbers: answer.data, asking: false, problem: null }
          : { numbers: null, asking: false, problem: answer.error.message },
      );
    }, pauseMs);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [question, org, project]);
  return state;
};
