"use client";

import { useQueryState } from "nuqs";
import { useState, useTransition } from "react";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import type { SourcesQuestion } from "./ask-sources";
import { listSources } from "./list-sources";
import { overviewParams } from "./overview-params";
import type { Sources } from "./prepare-sources";
import type { SourceName } from "./source-fields";

export type AskedSources = SourcesQuestion & { aim: string };

type Control = {
  sources: Sources;
  /** What was chosen last, while its answer is on the way. */
  chosen: SourceName;
  pending: boolean;
  problem: string | null;
  choose: (name: SourceName) => void;
};

/** The table of sources and the way to the others; what was looked at before is there at once. */
export const useSources = (slugs: ProjectSlugs, question: AskedSources, start: Sources): Control => {
  const [known, setKnown] = useState<Partial<Record<SourceName, Sources>>>({ [start.name]: start });
  const [chosen, setChosen] = useState<SourceName>(start.name);
  const [shown, setShown] = useState(start);
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  const [, setAddress] = useQueryState("src", overviewParams.src);
  const choose = (name: SourceName) => {
    setChosen(name);
    setProblem(null);
    void setAddress(name);
    const before = known[name];
    if (before) return setShown(before);
    startTransition(async () => {
      const answer = await listSources(slugs, { ...question, name });
      if (!answer.ok) return setProblem(answer.error.message);
      setKnown((all) => ({ ...all, [name]: answer.data }));
      setShown(answer.data);
    });
  };
  return { sources: shown, chosen, pending, problem, choose };
};
