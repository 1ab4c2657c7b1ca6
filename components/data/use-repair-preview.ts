import { useEffect, useState } from "react";
import { previewReplay } from "@/app/[org]/[project]/data/actions";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import type { RepairPreview, RepairRequest } from "@/lib/data-health/definition";

export type PreviewState = {
  /** What the request would do; null while the form is unfinished or the answer is on its way. */
  preview: RepairPreview | null;
  problem: string | null;
};

const pauseMs = 350;
const nothing: PreviewState = { preview: null, problem: null };

/** Asks what a repair would do, a moment after its last change. `null`: there is none yet. */
export const useRepairPreview = (slugs: ProjectSlugs, request: RepairRequest | null): PreviewState => {
  const [state, setState] = useState<PreviewState>(nothing);
  const question = request && JSON.stringify(request);
  const { org, project } = slugs;
  useEffect(() => {
    setState(nothing);
    if (question === null) return;
    let wanted = true;
    const timer = setTimeout(async () => {
      const answer = await previewReplay({ org, project }, JSON.parse(question));
      if (!wanted) return;
      setState(
        answer.ok
          ? { preview: answer.data, problem: null }
          : { preview: null, problem: answer.error.message },
      );
    }, pauseMs);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [question, org, project]);
  return state;
};
